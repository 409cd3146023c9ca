package io.drover.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.ServiceView;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import io.drover.failover.act.RecordActuator;
import io.drover.failover.dns.Contents;
import io.drover.failover.dns.ServerResult;
import io.drover.failover.observe.EntryWatch;
import io.drover.failover.record.RecordBoard;
import io.drover.failover.record.RecordBoard.Newest;
import io.drover.failover.record.RecordBoard.RecordStatus;
import io.drover.failover.site.Description;
import io.drover.failover.site.DescriptionFile;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.pause.PauseState;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.record.RecentDecisions;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.wiring.Suite;
import io.drover.testkit.Eventually;
import io.drover.testkit.ManualClock;
import io.drover.testkit.bind.BindServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds against a real BIND 9; entry points and witnesses are small servers on loopback. */
class RecordStepsTest {
  private static final String NAME = "app.example.test";

  /** By a clock that only the test moves; so long that a slow machine is never late. */
  private static final Duration PERIOD = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final RecordBoard board = new RecordBoard();
  private final Dependencies dependencies = new Dependencies();
  private final String key = BindServer.key("hmac-sha256", "drover");
  private List<ServiceView> services = List.of();
  private final Neighbours neighbours = new Neighbours();
  private int one;
  private int two;
  private BindServer bind;
  private int w1;
  private int w2;
  private RecordSteps steps;
  private boolean leads = true;
  private PauseState pause = new PauseState.Running();
  private volatile CompletableFuture<Void> engine = CompletableFuture.completedFuture(null);

  @BeforeEach
  void start() throws IOException {
    bind =
        BindServer.start(
            folder,
            BindServer.freePort(),
            key
                + BindServer.zone(
                    folder,
                    "example.test",
                    "allow-update { key drover; };",
                    "app 30 A 10.0.0.1\napp 30 A 10.0.0.2"));
    one = neighbours.entry();
    two = neighbours.entry();
    w1 = neighbours.witness();
    w2 = neighbours.witness();
    describe("30s", bind.port());
    steps =
        new RecordSteps(
            new RecordSteps.Parts(
                new DescriptionFile(folder.resolve("failover.yml")),
                described -> new EntryWatch(described, () -> "token"),
                now -> services,
                new RecordActuator(() -> leads, Clock.systemUTC()),
                () -> new LeaseView("drover.lease.failover", "me", 1, "", leads, leads, ""),
                now -> {
                  engine.join();
                  return pause;
                },
                clock::instant,
                new Suite(Mode.ENFORCE, "me"),
                new DecisionIds(clock, RandomGenerator.getDefault()),
                new DecisionRecorder(
                    decision -> {}, new SimpleMeterRegistry(), new RecentDecisions(10, 10)),
                board,
                dependencies));
  }

  /** All of these servers are told of each change. */
  private void describe(String ttl, int... ports) throws IOException {
    Files.writeString(
        folder.resolve("failover.yml"),
        """
        sites:
        - name: home
          engine: unix:///run/docker.sock
          entries: [{name: one, check: "http://127.0.0.1:%d/", addresses: [10.0.0.1]}, {name: two, check: "http://127.0.0.1:%d/", addresses: [10.0.0.2]}]
        witnesses: [{name: w1, agent: "http://127.0.0.1:%d"}, {name: w2, agent: "http://127.0.0.1:%d"}]
        records: [{name: %s, ttl: %s, addresses: {one: [10.0.0.1], two: [10.0.0.2]}}]
        dns: {zone: example.test, key: %s, servers: [%s], update: all}
        policy: {period: 30s, timeout: 30s, hold-down: 5m}
        """
            .formatted(
                one,
                two,
                w1,
                w2,
                NAME,
                ttl,
                Files.writeString(folder.resolve("client.key"), key),
                IntStream.of(ports)
                    .mapToObj("\"127.0.0.1:%d\""::formatted)
                    .collect(Collectors.joining(", "))));
  }

  @AfterEach
  void stop() {
    neighbours.close();
    bind.close();
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      clock.advance(PERIOD);
      RecordSteps.Round round = steps.observe();
      steps.keys(round).forEach(name -> steps.reconcile(name, round));
    }
  }

  private List<String> dig() {
    return bind.dig(NAME, "A");
  }

  private RecordStatus status() {
    return ((Newest.Round) board.newest()).records().get(NAME);
  }

  @Test
  void anAddressLeavesAfterThreeFailuresInARowAndComesBackAfterTheHoldDown() throws IOException {
    rounds(3);
    assertThat(dig()).containsExactly("10.0.0.1", "10.0.0.2");
    neighbours.die(two);
    rounds(2);
    assertThat(dig()).containsExactly("10.0.0.1", "10.0.0.2");
    rounds(1);
    assertThat(dig()).containsExactly("10.0.0.1");

    neighbours.revive(two);
    rounds(10);
    assertThat(dig()).containsExactly("10.0.0.1");
    rounds(1);
    assertThat(dig()).containsExactly("10.0.0.1", "10.0.0.2");
  }

  @Test
  void aWatcherThatIsCutOffFromAnEntryPointIsOutvoted() {
    rounds(3);
    neighbours.cutFromHere(two);
    rounds(5);
    assertThat(dig()).containsExactly("10.0.0.1", "10.0.0.2");
  }

  @Test
  void aWatcherThatHearsNobodyDecidesNothing() {
    rounds(3);
    neighbours.allFallSilent();
    rounds(6);
    assertThat(dig()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(status().plan().reasons()).allMatch(reason -> reason.code().equals("CutOff"));
  }

  @Test
  void whileTheServerOfDnsIsAwayItIsTriedAgainAndSaid() {
    rounds(3);
    bind.close();
    neighbours.die(two);
    rounds(4);
    assertThat(status().current().isKnown()).isFalse();
    assertThat(dependencies.all())
        .anySatisfy(
            one -> {
              assertThat(one.name()).isEqualTo("dns");
              assertThat(one.up()).isFalse();
              assertThat(one.reason()).contains("NO_ANSWER");
            });
    bind.start();
    rounds(2);
    assertThat(dig()).containsExactly("10.0.0.1");
  }

  @Test
  void aServerThatMissedAChangeIsToldOnceItIsBack() throws IOException {
    Path folderOfOther = Files.createDirectory(folder.resolve("other"));
    try (BindServer other =
        BindServer.start(
            folderOfOther,
            BindServer.freePort(),
            key
                + BindServer.zone(
                    folderOfOther,
                    "example.test",
                    "allow-update { key drover; };",
                    "app 30 A 10.0.0.1\napp 30 A 10.0.0.2"))) {
      describe("30s", bind.port(), other.port());
      rounds(3);
      other.close();
      neighbours.die(two);
      rounds(4);
      assertThat(dig()).containsExactly("10.0.0.1");
      other.start();
      assertThat(other.dig(NAME, "A")).containsExactly("10.0.0.1", "10.0.0.2");
      rounds(2);
      assertThat(other.dig(NAME, "A")).containsExactly("10.0.0.1");
    }
  }

  @Test
  void anotherTimeToLiveIsApplied() throws IOException {
    rounds(4);
    assertThat(status().servers()).allMatch(ServerResult.Right.class::isInstance);
    describe("40s", bind.port());
    rounds(5);
    assertThat(status().servers())
        .containsExactly(
            new ServerResult.Right(
                new Description.Dns.Server("127.0.0.1", bind.port()),
                Contents.of(List.of("10.0.0.1", "10.0.0.2"), Duration.ofSeconds(40))));
  }

  @Test
  void aRecordThatALabelNamesFollowsTheEntryPointsToo() {
    services = List.of(labelled("app_web", "www.example.test"), labelled("app_old", NAME));
    rounds(4);
    assertThat(bind.dig("www.example.test", "A")).containsExactly("10.0.0.1", "10.0.0.2");
    neighbours.die(two);
    rounds(4);
    assertThat(bind.dig("www.example.test", "A")).containsExactly("10.0.0.1");
    assertThat(dig()).containsExactly("10.0.0.1");

    services = List.of(labelled("app_web", "www.elsewhere.test"));
    rounds(1);
    assertThat(dependencies.all())
        .anySatisfy(
            one -> {
              assertThat(one.name()).isEqualTo("labels");
              assertThat(one.up()).isFalse();
              assertThat(one.reason())
                  .isEqualTo(
                      "app_web: drover.failover.record=www.elsewhere.test: is not in the zone example.test");
            });
  }

  private static ServiceView labelled(String name, String record) {
    return EngineReader.service(
        RawJson.of(
                "{\"ID\":\"%1$s\",\"Version\":{\"Index\":7},\"Spec\":{\"Name\":\"%1$s\",\"Labels\":{\"drover.failover.record\":\"%2$s\"},\"Mode\":{\"Replicated\":{\"Replicas\":1}}}}"
                    .formatted(name, record))
            .tree());
  }

  @Test
  void aPauseHoldsItBack() {
    pause = new PauseState.Unreadable("nobody knows");
    rounds(3);
    neighbours.die(two);
    rounds(5);
    assertThat(dig()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(status().plan().held()).hasSize(1);
  }

  @Test
  void whileTheEngineDoesNotAnswerEntryPointsAreStillLookedAt() {
    rounds(3);
    engine = new CompletableFuture<>();
    neighbours.die(two);
    rounds(3);
    assertThat(dig()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(status().plan().held()).hasSize(1);
    engine.complete(null);
    // Maybe not yet the first: the answer is on its way.
    Eventually.holds(
        "the address leaves without a new row of failures",
        () -> {
          rounds(1);
          return dig().equals(List.of("10.0.0.1"));
        });
  }

  @Test
  void whoDoesNotHoldTheLeaseStandsBy() {
    leads = false;
    rounds(2);
    assertThat(board.newest()).isInstanceOf(Newest.Nothing.class);
  }
}
