package io.drover.failover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.DockerEngine;
import io.drover.engine.EngineAddress;
import io.drover.failover.decide.Target;
import io.drover.testkit.Eventually;
import io.drover.testkit.ManualClock;
import io.drover.testkit.sim.SimulatedSwarm;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Swarm counts as reachable only while it answers, lately, with a quorum. */
class SiteEngineTest {
  private final ManualClock clock = new ManualClock();
  private final SimulatedSwarm swarm = SimulatedSwarm.start();
  private final SiteEngine engine =
      new SiteEngine(
          DockerEngine.connect(EngineAddress.parse(swarm.dockerHost())),
          Duration.ofSeconds(3),
          clock::instant);

  @AfterEach
  void stop() {
    engine.close();
    swarm.close();
  }

  private void untilReachable() {
    Eventually.holds("it is reachable", () -> engine.look() instanceof Target.Reachable);
  }

  private Target.Unreachable untilUnreachable() {
    Eventually.holds("it is not", () -> engine.look() instanceof Target.Unreachable);
    return (Target.Unreachable) engine.look();
  }

  @Test
  void beforeItWasAskedNothingIsKnown() {
    assertThat(engine.look()).isEqualTo(new Target.Unreachable("it was not asked yet"));
  }

  @Test
  void itIsReachableSinceTheFirstAnswerOfTheRow() {
    untilReachable();
    var since = clock.instant();
    clock.advance(Duration.ofSeconds(1));
    untilReachable();
    assertThat(engine.look()).isEqualTo(new Target.Reachable(since));
    swarm.manager().goAway();
    untilUnreachable();
    swarm.manager().comeBack();
    clock.advance(Duration.ofSeconds(1));
    var again = clock.instant();
    untilReachable();
    assertThat(engine.look()).isEqualTo(new Target.Reachable(again));
  }

  @Test
  void aManagerWithoutALeaderIsNotReachable() {
    untilReachable();
    swarm
        .manager()
        .faults()
        .failNext(1_000_000, "GET /nodes", 503, "The swarm does not have a leader");
    assertThat(untilUnreachable().why()).contains("does not have a leader");
  }

  @Test
  void anEngineThatHangsIsNotReachableOnceItsLastAnswerIsOld() {
    untilReachable();
    swarm.manager().faults().latency(Duration.ofSeconds(20));
    engine.look();
    clock.advance(Duration.ofSeconds(4));
    assertThat(untilUnreachable().why()).contains("has not answered since");
    swarm.manager().faults().clear();
  }

  @Test
  void whoDidNotLookForAWhileDoesNotTakeAnEngineThatAnswersForUnreachable() {
    untilReachable();
    Eventually.holds("the last question is answered, too", () -> !engine.isAsking());
    clock.advance(Duration.ofMinutes(1));
    assertThat(engine.look()).isInstanceOf(Target.Reachable.class);
  }
}
