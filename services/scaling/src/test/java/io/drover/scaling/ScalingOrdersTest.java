package io.drover.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.guard.Mode;
import io.drover.runtime.orders.ServiceOrder;
import io.drover.scaling.decide.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What operators and alerts ask for, and what is done when nothing can be measured. */
class ScalingOrdersTest extends SimulatedScaling {
  @Test
  void anOperatorsCountHoldsUntilItExpires() {
    String web = service(scaled("shop_web", 2), 250);
    Instant until = clock.instant().plus(Duration.ofHours(1));
    orders.set(web, new ServiceOrder.Replicas(12, until, "ann", "sale"));
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(12);
    assertThat(last("shop_web").summary()).contains("from 2 to 12", "by ann: sale");
    clock.advance(Duration.ofMinutes(59));
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(12);
    clock.advance(Duration.ofMinutes(2));
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(10);
    assertThat(engine.config("drover.order." + web)).isPresent();
    clock.advance(Duration.ofMinutes(5));
    round(steps);
    assertThat(engine.config("drover.order." + web)).isEmpty();
  }

  @Test
  void whenACountBelowTheBoundsEndsTheBoundsAreTheReason() {
    String web = service(scaled("shop_web", 2), 250);
    Instant until = clock.instant().plus(Duration.ofHours(1)).plusNanos(5);
    orders.set(web, new ServiceOrder.Replicas(1, until, "ann", "night"));
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(1);
    assertThat(last("shop_web").summary()).contains(":00Z by ann: night");
    clock.advance(Duration.ofMinutes(61));
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(2);
    assertThat(last("shop_web").summary()).contains("below the minimum of 2");
  }

  @Test
  void anOrderThatCantBeReadKeepsTheServiceAsItIs() {
    String web = service(scaled("shop_web", 2), 450);
    engine.createConfig(
        "drover.order." + web,
        Map.of("drover.order.service", web, "drover.order.until", "tomorrow"));
    round(steps(Mode.ENFORCE));
    assertThat(swarm.updates(web)).isZero();
    assertThat(last("shop_web").summary()).contains("drover.order." + web, "can't be read");
  }

  @Test
  void oneServicesPauseIsNoOthers() {
    String web = service(scaled("shop_web", 2), 450);
    String api = service(scaled("shop_api", 2), 450);
    Instant until = clock.instant().plus(Duration.ofHours(1));
    orders.set(api, new ServiceOrder.Pause(until, "ann", "looking into it"));
    round(steps(Mode.ENFORCE));
    assertThat(swarm.replicas(web)).isEqualTo(4);
    assertThat(swarm.updates(api)).isZero();
  }

  @Test
  void withoutMeasurementsTheFallbackIsDueAfterItsRounds() {
    String web = service(scaled("shop_web", 2).label("drover.scale.fallback", "4 after 3"), 0);
    agentsAway = true;
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(2);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
    assertThat(last("shop_web").summary()).contains("3 rounds in a row without a result");
  }

  @Test
  void aStepThatWasAskedForIsTakenOnce() {
    String web = service(scaled("shop_web", 2), 250);
    stepRequests.ask(web, new Asked.Step(true, "alert QueueIsLong"), clock.instant());
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(3);
    assertThat(last("shop_web").summary()).contains("one task more: alert QueueIsLong");
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(3);
    swarm.rollout(web, "updating");
    stepRequests.ask(web, new Asked.Step(true, "in a rollout"), clock.instant());
    round(steps);
    swarm.rollout(web, "completed");
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
    stepRequests.ask(web, new Asked.Step(true, "late"), clock.instant());
    clock.advance(Duration.ofMinutes(2));
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
  }
}
