package io.drover.runtime.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.DockerEngine;
import io.drover.engine.Engine;
import io.drover.engine.EngineAddress;
import io.drover.runtime.time.ManualTimeSource;
import io.drover.runtime.time.TimeSource;
import io.drover.testkit.Eventually;
import io.drover.testkit.sim.SimulatedManager;
import io.drover.testkit.sim.SimulatedSwarm;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two replicas, each at a manager of its own; most of the time their clock is the test's. */
class LeaseTest {
  private static final LeaseSettings SETTINGS = LeaseSettings.DEFAULT;
  private static final String OBJECT = "drover.lease.scaling";

  private final SimulatedSwarm swarm = SimulatedSwarm.start();
  private final SimulatedManager other = swarm.addManager();
  private final ManualTimeSource time = new ManualTimeSource();
  private final Engine engineA = DockerEngine.connect(EngineAddress.parse(swarm.dockerHost()));
  private final Engine engineB = DockerEngine.connect(EngineAddress.parse(other.dockerHost()));
  private final Lease a = new Lease("scaling", "a", SETTINGS, engineA, time);
  private final Lease b = new Lease("scaling", "b", SETTINGS, engineB, time);

  @AfterEach
  void stop() {
    engineA.close();
    engineB.close();
    swarm.close();
  }

  private static boolean acts(Lease lease) {
    return lease.mayAct(Duration.ZERO);
  }

  /** As long as whoever creates the object has to wait. */
  private void settle(Lease holder) {
    for (int i = 0; i < 6; i++) {
      holder.tick();
      time.advance(SETTINGS.renewEvery());
    }
    holder.tick();
  }

  private Map<String, String> labels() {
    return engineA.config(OBJECT).orElseThrow().labels();
  }

  @Test
  void whoeverCreatesTheObjectHoldsItAndActsWhenAnyPredecessorMustHaveStopped() {
    assertThat(acts(a)).isFalse();
    a.tick();
    b.tick();
    assertThat(a.view().mine()).isTrue();
    assertThat(acts(a)).isFalse();
    assertThat(b.view().holder()).isEqualTo("a");
    settle(a);
    b.tick();
    assertThat(acts(a)).isTrue();
    assertThat(acts(b)).isFalse();
    assertThat(a.view().acting()).isTrue();
    assertThat(labels())
        .containsEntry("drover.lease.holder", "a")
        .containsEntry("drover.lease.epoch", "1")
        .containsEntry("drover.lease.ttl", "PT15S");
  }

  @Test
  void anActMustArriveWhileTheLeaseLasts() {
    settle(a);
    assertThat(a.mayAct(SETTINGS.actFor())).isTrue();
    assertThat(a.mayAct(SETTINGS.actFor().plusNanos(1))).isFalse();
    time.advance(Duration.ofSeconds(4));
    assertThat(a.mayAct(Duration.ofSeconds(6))).isTrue();
    assertThat(a.mayAct(Duration.ofSeconds(7))).isFalse();
    time.suspend(Duration.ofSeconds(7));
    assertThat(acts(a)).isFalse();
  }

  @Test
  void aHolderWhoseManagerIsGoneStopsAndIsSucceeded() {
    settle(a);
    b.tick();
    swarm.manager().goAway();
    for (Duration left = SETTINGS.patience(SETTINGS.ttl());
        left.isPositive();
        left = left.minusSeconds(3)) {
      a.tick();
      b.tick();
      assertThat(acts(b)).isFalse();
      time.advance(Duration.ofSeconds(3));
    }
    assertThat(acts(a)).isFalse();
    assertThat(a.view().note()).isNotEmpty();
    b.tick();
    assertThat(acts(b)).isTrue();
    assertThat(b.view().epoch()).isEqualTo(2);

    swarm.manager().comeBack();
    a.tick();
    assertThat(acts(a)).isFalse();
    assertThat(a.view().holder()).isEqualTo("b");
    assertThat(a.view().note()).isEmpty();
  }

  @Test
  void aRenewalWhoseAnswerGotLostStillCounts() {
    settle(a);
    swarm.manager().faults().loseAnswers(1, "POST /configs");
    a.tick();
    assertThat(a.view().note()).isNotEmpty();
    assertThat(acts(a)).isTrue();
    time.advance(SETTINGS.renewEvery());
    a.tick();
    assertThat(a.view().note()).isEmpty();
    assertThat(a.view().epoch()).isEqualTo(1);
    assertThat(acts(a)).isTrue();
  }

  @Test
  void aCreationWhoseAnswerGotLostSettlesFirst() {
    swarm.manager().faults().loseAnswers(1, "POST /configs/create");
    a.tick();
    assertThat(a.view().mine()).isFalse();
    a.tick();
    assertThat(a.view().mine()).isTrue();
    assertThat(acts(a)).isFalse();
    settle(a);
    assertThat(acts(a)).isTrue();
  }

  @Test
  void whoIsOvertakenKnowsNothing() {
    b.tick();
    time.advance(SETTINGS.patience(SETTINGS.ttl()));
    a.tick();
    time.advance(SETTINGS.patience(SETTINGS.ttl()));
    swarm.manager().faults().overtakeNext(1, "POST /configs");
    a.tick();
    assertThat(a.view().mine()).isFalse();
    assertThat(acts(a)).isFalse();
  }

  @Test
  void whoLeavesIsSucceededAtOnce() {
    settle(a);
    b.tick();
    a.close();
    assertThat(acts(a)).isFalse();
    assertThat(labels()).containsEntry("drover.lease.holder", "");
    b.tick();
    assertThat(acts(b)).isTrue();
    a.tick();
    assertThat(acts(a)).isFalse();
    assertThat(labels()).containsEntry("drover.lease.holder", "b");
  }

  @Test
  void whoHoldsNothingReleasesNothing() {
    settle(a);
    b.tick();
    b.close();
    assertThat(labels()).containsEntry("drover.lease.holder", "a");
    assertThat(acts(a)).isTrue();
    swarm.manager().goAway();
    a.close();
    assertThat(engineB.config(OBJECT).orElseThrow().labels())
        .containsEntry("drover.lease.holder", "a");
  }

  @Test
  void aRemovedObjectEndsTheLeaseAndIsMadeAnew() {
    settle(a);
    engineA.removeConfig(engineA.config(OBJECT).orElseThrow().id());
    b.tick();
    assertThat(acts(b)).isFalse();
    a.tick();
    assertThat(acts(a)).isFalse();
    assertThat(b.view().mine()).isTrue();
    settle(b);
    assertThat(acts(b)).isTrue();
  }

  @Test
  void labelsThatSomebodyDamagedAreWaitedOut() {
    settle(a);
    engineA.updateConfigLabels(engineA.config(OBJECT).orElseThrow(), Map.of("oops", "x"));
    a.tick();
    assertThat(acts(a)).isFalse();
    time.advance(SETTINGS.patience(SETTINGS.ttl()));
    a.tick();
    assertThat(acts(a)).isTrue();
  }

  @Test
  void whateverAManagerAnswersTheContenderGoesOn() {
    settle(a);
    for (String page : new String[] {"{}", "null", "7", "<html>", "[7]"}) {
      swarm.manager().faults().answerNext(1, "GET /configs", 200, page);
      a.tick();
    }
    Map<String, String> endless = new HashMap<>(labels());
    endless.put("drover.lease.ttl", "PT2562047788015215H");
    endless.put("drover.lease.holder", "somebody");
    engineA.updateConfigLabels(engineA.config(OBJECT).orElseThrow(), endless);
    a.tick();
    time.advance(SETTINGS.renewEvery());
    a.tick();
    assertThat(acts(a)).isFalse();
  }

  /** On the machine's clock, with threads of their own. */
  @Test
  void ofTwoThatRunOneActsAndThroughACutTheOther() {
    LeaseSettings quick =
        new LeaseSettings(Duration.ofMillis(1_500), Duration.ofMillis(100), Duration.ofSeconds(1));
    TimeSource machine = TimeSource.system();
    try (Lease one = new Lease("quick", "one", quick, engineA, machine);
        Lease two = new Lease("quick", "two", quick, engineB, machine)) {
      one.start();
      Eventually.holds("one acts", () -> acts(one));
      two.start();
      Eventually.holds("two sees it", () -> two.view().holder().equals("one"));
      assertThat(acts(one) && acts(two)).isFalse();

      swarm.manager().goAway();
      Eventually.holds("two acts", () -> acts(two));
      assertThat(acts(one)).isFalse();
      swarm.manager().comeBack();
      Eventually.holds("one sees it", () -> one.view().holder().equals("two"));
    }
    assertThat(engineB.config("drover.lease.quick").orElseThrow().labels())
        .containsEntry("drover.lease.holder", "");
  }
}
