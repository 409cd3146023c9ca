package io.drover.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.engine.EngineException;
import io.drover.journal.PastActs;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.time.TimeSource;
import io.drover.testkit.Eventually;
import io.drover.testkit.sim.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nothing that goes wrong stops the loop. */
class ScalingLoopTest extends SimulatedScaling {
  @Test
  void loadScalesOutAndTheRecordSaysWhy() {
    String web = service(scaled("shop_web", 2), 450);
    round(steps(Mode.ENFORCE));
    assertThat(swarm.replicas(web)).isEqualTo(4);
    assertThat(last("shop_web").results()).containsExactly(new Outcome.Applied(""));
    assertThat(last("shop_web").summary()).contains("from 2 to 4").contains("90%");
  }

  private Map<String, Integer> callsOfARound(ScalingSteps steps) {
    Map<String, Integer> before = swarm.manager().requests();
    round(steps);
    Map<String, Integer> calls = swarm.manager().requests();
    before.forEach((name, count) -> calls.merge(name, -count, Integer::sum));
    calls.values().removeIf(count -> count == 0);
    return calls;
  }

  @Test
  void anIdleRoundCallsTheEngineNoOftenerForManyServicesThanForOne() {
    service(scaled("shop_web", 2), 250);
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    Map<String, Integer> one = callsOfARound(steps);
    for (int i = 0; i < 100; i++) {
      service(scaled("shop_web" + i, 2), 250);
    }
    round(steps);
    assertThat(callsOfARound(steps)).isEqualTo(one);
    assertThat(one).containsEntry("GET /services", 1).containsEntry("GET /tasks", 1);
    assertThat(board.all()).hasSize(101);
  }

  @Test
  void aServiceWithoutLabelsIsNeverTouched() {
    String plain = service(ServiceSpec.named("plain").replicas(1), 5000);
    String before = swarm.spec(plain);
    ScalingSteps steps = steps(Mode.ENFORCE);
    for (int i = 0; i < 5; i++) {
      round(steps);
    }
    assertThat(swarm.spec(plain)).isEqualTo(before);
    assertThat(swarm.updates(plain)).isZero();
    assertThat(recorded).isEmpty();
  }

  @Test
  void malformedLabelsAreReportedAllAtOnceAndTheOthersGoOn() {
    String bad = service(scaled("bad", 2).label("drover.scale.max", "lots"), 450);
    String web = service(scaled("shop_web", 2), 450);
    round(steps(Mode.ENFORCE));
    assertThat(codes(last("bad"))).contains("PolicyRejected");
    assertThat(last("bad").summary()).contains("drover.scale.max").contains("lots");
    assertThat(swarm.updates(bad)).isZero();
    assertThat(swarm.replicas(web)).isEqualTo(4);
  }

  @Test
  void aServiceDeletedMidDecisionIsAFailedStepAndNoMore() {
    String gone = service(scaled("gone", 2), 450);
    String web = service(scaled("shop_web", 2), 450);
    ScalingSteps steps = steps(Mode.ENFORCE);
    Round seen = steps.observe();
    swarm.removeService(gone);
    act(steps, seen);
    assertThat(last("gone").results().getFirst().code()).isEqualTo("not_found");
    assertThat(swarm.replicas(web)).isEqualTo(4);
    round(steps);
    assertThat(board.named("gone")).isEmpty();
  }

  @Test
  void aStandByShowsNothingAndSaysWhoKnows() {
    String web = service(scaled("shop_web", 2), 450);
    try (Lease other =
        new Lease(
            "scaling",
            "other",
            new LeaseSettings(Duration.ofMinutes(2), Duration.ofMillis(100), Duration.ofMinutes(1)),
            engine,
            TimeSource.system())) {
      assertThat(board.reasonForNone()).isEqualTo("nothing was looked at yet");
      round(steps(Mode.ENFORCE, other));
      assertThat(board.reasonForNone())
          .isEqualTo("nobody holds the lease drover.lease.scaling yet");
      other.start();
      Eventually.holds("the holder is seen", () -> other.view().holder().equals("me"));
      round(steps(Mode.ENFORCE, other));
      assertThat(board.reasonForNone())
          .isEqualTo("this instance stands by: ask me, which holds the lease drover.lease.scaling");
      round(steps(Mode.ENFORCE));
      assertThat(board.reasonForNone()).isEmpty();
      assertThat(board.named("shop_web")).isPresent();
      round(steps(Mode.ENFORCE, other));
      assertThat(board.all()).isEmpty();
      assertThat(swarm.replicas(web)).isEqualTo(4);
    }
  }

  @Test
  void anOvertakenStepIsDecidedAnew() {
    String web = service(scaled("shop_web", 2), 450);
    swarm.manager().faults().overtakeNext(1, "POST /services");
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(last("shop_web").results().getFirst().code()).isEqualTo("conflict");
    assertThat(swarm.replicas(web)).isEqualTo(2);
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
  }

  @Test
  void whatWasSetBeforeARestartIsStillKnown() {
    String web = service(scaled("shop_web", 2), 200);
    past =
        new PastActs.Known(
            List.of(
                new Decision(
                    "1",
                    clock.instant().minusSeconds(60),
                    "scaling",
                    "before",
                    "shop_web",
                    web,
                    "",
                    new Plan(
                        List.of(
                            new Plan.Step(
                                new SetReplicas(web, "shop_web", 1, 2, 5),
                                List.of(Reason.of("Rescale", "load")))),
                        List.of(),
                        List.of()),
                    List.of(new Outcome.Applied("")),
                    Map.of())));
    round(steps(Mode.ENFORCE));
    assertThat(swarm.replicas(web)).isEqualTo(5);
  }

  @Test
  void aSilentEngineIsSaidAndLaterForgotten() {
    String web = service(scaled("shop_web", 2), 450);
    ScalingSteps steps = steps(Mode.ENFORCE);
    swarm.manager().faults().failNext(1, "GET /services", 500, "no leader");
    assertThatThrownBy(steps::observe).isInstanceOf(EngineException.class);
    assertThat(dependencies.all())
        .anyMatch(d -> d.name().equals("engine") && !d.up() && d.required());
    round(steps);
    assertThat(swarm.replicas(web)).isEqualTo(4);
  }
}
