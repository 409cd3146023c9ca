package io.drover.health.route.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.health.route.decide.Slot;
import io.drover.health.route.observe.RouteRound;
import io.drover.health.route.record.BalancerStatus;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.status.Dependencies;
import io.drover.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real HAProxys with their runtime API on TCP, one of which is killed and comes back. */
class SeveralHaproxysTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CONFIG =
      """
      global
          stats socket ipv4@127.0.0.1:%d level admin
      defaults
          mode http
          timeout connect 5s
          timeout client 30s
          timeout server 30s
      backend web
          balance roundrobin
          server-template slot 4 127.0.0.1:1 disabled
      """;

  private final Peers peers = new Peers(Mode.ENFORCE);
  private final Map<Integer, Process> running = new HashMap<>();
  private int first;
  private int second;
  private Balancers balancers;

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    first = launch(Peers.freePort());
    second = launch(Peers.freePort());
    balancers =
        new Balancers(
            List.of(
                HaproxyAddress.parse("tcp://127.0.0.1:" + first),
                HaproxyAddress.parse("tcp://127.0.0.1:" + second)),
            PATIENCE,
            "slot",
            new Balancers.Parts(
                peers.log,
                peers.board,
                peers.reactions(),
                new Dependencies(),
                () -> true,
                () -> peers.now,
                () -> {}));
    balancers.find(peers.now);
  }

  @AfterEach
  void end() {
    running.values().forEach(Peers::end);
  }

  private int launch(int port) throws IOException {
    Path own = Files.createDirectories(folder.resolve(Integer.toString(port)));
    Files.writeString(own.resolve("haproxy.cfg"), CONFIG.formatted(port));
    running.put(port, Peers.start(own, "haproxy", "-db", "-f", "haproxy.cfg"));
    HaproxyApi api =
        new HaproxyApi(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE);
    Eventually.holds("HAProxy answers at " + port, () -> answers(api));
    return port;
  }

  private static boolean answers(HaproxyApi api) {
    try {
      return api.ask("show info").contains("Pid:");
    } catch (IOException notYet) {
      return false;
    }
  }

  private void kill(int port) {
    Process process = running.remove(port);
    process.destroyForcibly();
    process.onExit().join();
  }

  private Balancer at(int port) {
    return balancers.all().stream()
        .filter(one -> one.name().equals("haproxy 127.0.0.1:" + port))
        .findFirst()
        .orElseThrow();
  }

  private List<String> members(int port) {
    BalancerStatus status =
        peers.board.balancers().stream()
            .filter(one -> one.name().equals(at(port).name()))
            .findFirst()
            .orElseThrow();
    return status.backends().get("web").stream()
        .filter(Slot::isTaken)
        .map(slot -> slot.endpoint().port() + " " + slot.state())
        .toList();
  }

  private RouteRound web(int... ports) {
    return peers.round(
        Peers.service(
            "web",
            100,
            java.util.Arrays.stream(ports)
                .mapToObj(peers::healthy)
                .toArray(io.drover.health.route.decide.RouteTask[]::new)));
  }

  @Test
  void eachIsKeptInStepByItself() throws IOException {
    assertThat(balancers.all()).hasSize(2);
    for (Balancer balancer : balancers.all()) {
      balancer.reconcile(web(8001, 8002));
    }
    assertThat(members(first)).containsExactly("8001 READY", "8002 READY");
    assertThat(members(second)).containsExactly("8001 READY", "8002 READY");

    kill(second);
    at(first).reconcile(web(8002, 8003));
    assertThatThrownBy(() -> at(second).reconcile(web(8002, 8003))).isInstanceOf(IOException.class);
    assertThat(members(first)).containsExactlyInAnyOrder("8002 READY", "8003 READY");
    // One that does not answer is not forgotten: its address is still among the settings.
    peers.now = peers.now.plusSeconds(60);
    balancers.find(peers.now);
    assertThat(balancers.all()).hasSize(2);

    launch(second);
    at(second).reconcile(web(8002, 8003));
    assertThat(members(second)).containsExactlyInAnyOrder("8002 READY", "8003 READY");
    // In the first nothing had to be done again.
    int before = peers.decided.size();
    at(first).reconcile(web(8002, 8003));
    assertThat(peers.decided).hasSize(before);
  }
}
