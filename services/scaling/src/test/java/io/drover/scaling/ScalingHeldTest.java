package io.drover.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Outcome;
import io.drover.runtime.guard.Mode;
import io.drover.testkit.sim.ServiceSpec;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What keeps a step that is wanted from being taken. */
class ScalingHeldTest extends SimulatedScaling {
  @Test
  void observeModeDecidesAndRecordsOnly() {
    String web = service(scaled("shop_web", 2), 450);
    round(steps(Mode.OBSERVE));
    assertThat(swarm.updates(web)).isZero();
    assertThat(last("shop_web").plan().held()).hasSize(1);
    String own = service(scaled("own", 2).label("drover.mode", "observe"), 450);
    round(steps(Mode.ENFORCE));
    assertThat(swarm.updates(own)).isZero();
  }

  @Test
  void aPauseHoldsEverythingUntilItEnds() {
    String web = service(scaled("shop_web", 2), 450);
    Instant now = clock.instant();
    assertThat(pause.set(now, now.plusSeconds(600), "me", "moving"))
        .isInstanceOf(Outcome.Applied.class);
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.updates(web)).isZero();
    assertThat(last("shop_web").summary()).contains("moving");
    clock.advance(Duration.ofSeconds(601));
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
  }

  @Test
  void aRolloutIsLeftAlone() {
    String web = service(scaled("shop_web", 2), 450);
    swarm.rollout(web, "updating");
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.updates(web)).isZero();
    swarm.rollout(web, "completed");
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
    assertThat(swarm.updatesDuringRollouts()).isZero();
  }

  @Test
  void missingAgentsNeverScaleIn() {
    String web = service(scaled("shop_web", 6), 250);
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    agentsAway = true;
    for (int minute = 0; minute < 30; minute++) {
      clock.advance(Duration.ofMinutes(1));
      round(steps);
    }
    assertThat(swarm.replicas(web)).isEqualTo(6);
    assertThat(codes(last("shop_web"))).contains("NotMeasured");
    assertThat(dependencies.all())
        .anyMatch(d -> d.name().equals("agents") && !d.up() && !d.required());
  }

  @Test
  void noTaskIsAskedForThatNoNodeHasRoomFor() {
    // One task on each of the two nodes; the smaller one has no room left at all.
    String hog =
        swarm.addService(ServiceSpec.named("hog").replicas(2).reserving(62_900_000_000L, 1));
    String web = service(scaled("shop_web", 2), 450);
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(3);
    assertThat(last("shop_web").summary())
        .contains("from 2 to 3")
        .contains("limited from 4 to 3 tasks by what the nodes have left to reserve");
    // The simulated Swarm places in turn and not by room: fill up what is left wherever it is.
    String rest =
        swarm.addService(ServiceSpec.named("rest").replicas(2).reserving(600_000_000L, 1));
    clock.advance(Duration.ofMinutes(20));
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(3);
    assertThat(last("shop_web").plan().held().getFirst().by().code()).isEqualTo("NoCapacity");
    swarm.removeService(hog);
    swarm.removeService(rest);
    round(steps);
    assertThat(swarm.replicas(web)).isGreaterThan(3);
  }
}
