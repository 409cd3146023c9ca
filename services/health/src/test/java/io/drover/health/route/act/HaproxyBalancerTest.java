package io.drover.health.route.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.core.decision.Outcome;
import io.drover.core.decision.Reason;
import io.drover.health.route.decide.Slot;
import io.drover.runtime.guard.Mode;
import io.drover.testkit.Eventually;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real HAProxy is filled, drained, repaired. Needs the program {@code haproxy}. */
class HaproxyBalancerTest {
  private static final String CONFIG =
      """
      global
          stats socket %s mode 600 level admin
      defaults
          mode http
          timeout connect 5s
          timeout client 30s
          timeout server 30s
      backend web
          balance roundrobin
          server-template slot 4 127.0.0.1:1 disabled
          server fixed1 127.0.0.1:2
      backend hashed
          balance source
          server-template slot 2 127.0.0.1:1 disabled
      backend bare
          server fixed1 127.0.0.1:2
      """;

  private final List<Process> running = new ArrayList<>();
  private Path folder;
  private Path socket;

  @BeforeEach
  void start() throws IOException {
    // short, because the path of a socket may have no more than 107 bytes
    folder = Files.createTempDirectory(Path.of("/tmp"), "drover-haproxy");
    socket = folder.resolve("admin.sock");
    Files.writeString(folder.resolve("haproxy.cfg"), CONFIG.formatted(socket));
    launch();
  }

  private void launch() {
    running.add(Peers.start(folder, "haproxy", "-db", "-f", "haproxy.cfg"));
    HaproxyApi api = new HaproxyApi(UnixDomainSocketAddress.of(socket), Duration.ofSeconds(20));
    Eventually.holds("HAProxy answers", () -> answers(api));
  }

  private static boolean answers(HaproxyApi api) {
    try {
      return api.ask("show info").contains("Pid:");
    } catch (IOException notYet) {
      return false;
    }
  }

  @AfterEach
  void end() throws IOException {
    running.forEach(Peers::end);
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private HaproxyBalancer balancer(Peers peers) {
    return new HaproxyBalancer(
        "haproxy",
        UnixDomainSocketAddress.of(socket),
        Duration.ofSeconds(20),
        "slot",
        peers.log,
        peers.board,
        peers.reactions(),
        () -> true);
  }

  private static List<String> members(Peers peers, String backend) {
    Map<String, List<Slot>> backends = peers.board.balancers().getFirst().backends();
    return backends.get(backend).stream()
        .filter(Slot::isTaken)
        .map(slot -> slot.name() + " " + slot.endpoint().port() + " " + slot.state())
        .toList();
  }

  @Test
  void membersComeAndGoAndOthersAreNotTouched() throws IOException {
    Peers peers = new Peers(Mode.ENFORCE);
    HaproxyBalancer balancer = balancer(peers);
    balancer.reconcile(
        peers.round(Peers.service("web", 100, peers.healthy(8001), peers.healthy(8002))));
    assertThat(members(peers, "web")).containsExactly("slot1 8001 READY", "slot2 8002 READY");
    balancer.reconcile(
        peers.round(
            Peers.service(
                "web", 100, peers.stopping(8001), peers.healthy(8002), peers.healthy(8003))));
    assertThat(members(peers, "web"))
        .containsExactly("slot1 8001 DRAIN", "slot2 8002 READY", "slot3 8003 READY");
    balancer.reconcile(
        peers.round(Peers.service("web", 100, peers.healthy(8002), peers.healthy(8003))));
    assertThat(members(peers, "web")).containsExactly("slot2 8002 READY", "slot3 8003 READY");
    assertThat(
            new HaproxyApi(UnixDomainSocketAddress.of(socket), Duration.ofSeconds(20))
                .ask("show servers state web"))
        .contains("fixed1 127.0.0.1 2 0 1 1");
    int before = peers.decided.size();
    balancer.reconcile(
        peers.round(Peers.service("web", 100, peers.healthy(8002), peers.healthy(8003))));
    assertThat(peers.decided).hasSize(before);
    assertThat(peers.metrics.find("drover.route.reaction").timer().count()).isEqualTo(3);
  }

  @Test
  void aRestartIsRepaired() throws IOException {
    Peers peers = new Peers(Mode.ENFORCE);
    HaproxyBalancer balancer = balancer(peers);
    balancer.reconcile(peers.round(Peers.service("web", 7, peers.healthy(8001))));
    Peers.end(running.removeFirst());
    assertThatThrownBy(
            () -> balancer.reconcile(peers.round(Peers.service("web", 7, peers.healthy(8001)))))
        .isInstanceOf(IOException.class);
    launch();
    balancer.reconcile(peers.round(Peers.service("web", 7, peers.healthy(8001))));
    assertThat(peers.board.balancers().getFirst().backends().get("web").getFirst())
        .extracting(Slot::state, Slot::weight)
        .containsExactly(Slot.State.READY, 7);
  }

  @Test
  void aStaticAlgorithmTakesNoWeightWhichIsSaidOnce() throws IOException {
    Peers peers = new Peers(Mode.ENFORCE);
    HaproxyBalancer balancer = balancer(peers);
    balancer.reconcile(peers.round(Peers.service("hashed", 50, peers.healthy(8001))));
    assertThat(members(peers, "hashed")).containsExactly("slot1 8001 READY");
    assertThat(peers.decided.getLast().results())
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Applied.class, applied -> assertThat(applied.note()).contains("static"));
    int before = peers.decided.size();
    balancer.reconcile(peers.round(Peers.service("hashed", 50, peers.healthy(8001))));
    assertThat(peers.decided).hasSize(before);
  }

  @Test
  void whatIsMissingInItsConfigurationIsSaidOnce() throws IOException {
    Peers peers = new Peers(Mode.ENFORCE);
    HaproxyBalancer balancer = balancer(peers);
    for (int i = 0; i < 3; i++) {
      balancer.reconcile(peers.round(Peers.service("nowhere", 100, peers.healthy(8001))));
      balancer.reconcile(peers.round(Peers.service("bare", 100, peers.healthy(8001))));
    }
    assertThat(peers.decided)
        .extracting(decision -> decision.plan().reasons().stream().map(Reason::code).toList())
        .containsExactly(List.of("NoBackend"), List.of("NoSlots"));
  }

  @Test
  void inObserveModeNothingIsDone() throws IOException {
    Peers peers = new Peers(Mode.OBSERVE);
    balancer(peers).reconcile(peers.round(Peers.service("web", 100, peers.healthy(8001))));
    assertThat(members(peers, "web")).isEmpty();
    assertThat(peers.decided)
        .singleElement()
        .satisfies(
            decision ->
                assertThat(decision.plan().held())
                    .singleElement()
                    .satisfies(held -> assertThat(held.by().code()).isEqualTo("Observing")));
  }
}
