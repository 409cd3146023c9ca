package io.drover.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Reading;
import io.drover.runtime.guard.Mode;
import io.drover.testkit.sim.ServiceSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Queried metrics, schedules, and stack deploys in between. */
class ScalingMetricsAndWindowsTest extends SimulatedScaling {
  @Test
  void aStackDeployInBetweenIsPutBackInOneRound() {
    String web = service(scaled("shop_web", 2), 450);
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    swarm.rewrite(web, scaled("shop_web", 2).json());
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
    assertThat(codes(last("shop_web"))).contains("ReplicasReset");
  }

  private static ServiceSpec queued(String name, int replicas) {
    return ServiceSpec.named(name)
        .replicas(replicas)
        .label("drover.scale.min", "2")
        .label("drover.scale.max", "10")
        .label("drover.scale.metric.jobs", "100/task")
        .label("drover.scale.metric.jobs.query", "sum(jobs)");
  }

  @Test
  void aQueriedMetricScalesOutAndIn() {
    String worker = service(queued("shop_worker", 2), 10);
    queueLength = Reading.known(List.of(350_000L), clock.instant());
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(asked).containsExactly("sum(jobs)");
    assertThat(swarm.replicas(worker)).isEqualTo(4);
    queueLength = Reading.known(List.of(120_000L), clock.instant());
    for (int minute = 0; minute < 7; minute++) {
      clock.advance(Duration.ofMinutes(1));
      round(steps);
    }
    assertThat(swarm.replicas(worker)).isEqualTo(2);
  }

  @Test
  void aQueryThatFailsNeverScalesIn() {
    String worker = service(queued("shop_worker", 6).label("drover.scale.cpu", "500m"), 10);
    ScalingSteps steps = steps(Mode.ENFORCE);
    for (int minute = 0; minute < 30; minute++) {
      clock.advance(Duration.ofMinutes(1));
      round(steps);
    }
    assertThat(swarm.updates(worker)).isZero();
    assertThat(last("shop_worker").summary()).contains("Prometheus answered 503");
    assertThat(dependencies.all())
        .anyMatch(d -> d.name().equals("metrics") && !d.up() && !d.required());
  }

  @Test
  void aWindowRaisesTheFewestWhileItIsOpen() {
    String web =
        service(
            scaled("shop_web", 2).label("drover.schedule.noon", "0 13 * * * for 1h: min=6"), 10);
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(2);
    clock.advance(Duration.ofMinutes(41));
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(6);
    assertThat(last("shop_web").summary())
        .contains("window noon, open until 2026-01-01T14:00:00Z: min=6");
    assertThat(codes(last("shop_web"))).contains("ScheduleOpen");
    for (int minute = 0; minute < 70; minute++) {
      clock.advance(Duration.ofMinutes(1));
      round(steps);
    }
    assertThat(swarm.replicas(web)).isEqualTo(2);
    assertThat(codes(last("shop_web"))).doesNotContain("ScheduleOpen");
  }

  @Test
  void aStackDeployInAWindowIsPutBackToTheWindowsBounds() {
    ServiceSpec spec =
        scaled("shop_web", 2).label("drover.schedule.noon", "0 12 * * * for 3h: min=6");
    String web = service(spec, 10);
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(6);
    swarm.rewrite(web, spec.json());
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(6);
  }
}
