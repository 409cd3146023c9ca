package io.drover.scaling.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Cpu;
import io.drover.core.model.Quantity;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.QuotaResource;
import io.drover.core.policy.StackQuota;
import io.drover.core.quota.StackFacts;
import io.drover.core.quota.StackService;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Larger tasks are held to the quota like more tasks; smaller ones always pass. */
class QuotaGuardTest {
  private static final StackService WEB =
      new StackService(
          new ServiceView(
              "s1",
              "shop_web",
              7,
              new ServiceView.Mode.Replicated(4),
              Map.of(),
              Map.of(),
              cpu(500),
              cpu(1000),
              Rollout.NONE,
              Instant.EPOCH,
              Instant.EPOCH),
          4,
          0,
          Set.of());

  private static Resources cpu(long millicores) {
    return Resources.NONE.withCpu(Cpu.ofMillicores(millicores));
  }

  private static Plan guarded(Action action, QuotaResource resource, long hard) {
    Plan plan =
        new Plan(
            List.of(new Plan.Step(action, List.of(Reason.of("Test", "test")))),
            List.of(),
            List.of());
    StackFacts facts = new StackFacts(Instant.EPOCH, "shop", List.of(WEB), List.of(), Map.of());
    StackQuota quota =
        new StackQuota("shop", "q", Map.of(resource, Quantity.of(hard)), false, List.of());
    return new QuotaGuard().apply(plan, new QuotaGuard.Context(List.of(quota), facts, WEB));
  }

  private static Action resize(long millicores) {
    return new Action.ResizeService(
        "s1",
        "shop_web",
        7,
        Allotment.of(WEB.service()),
        new Allotment(cpu(millicores), Resources.NONE));
  }

  @Test
  void largerTasksThatFitPass() {
    assertThat(guarded(resize(750), QuotaResource.REQUESTS_CPU, 3).steps()).hasSize(1);
  }

  @Test
  void largerTasksThatDontFitAreHeld() {
    Plan held = guarded(resize(800), QuotaResource.REQUESTS_CPU, 3);
    assertThat(held.steps()).isEmpty();
    assertThat(held.held().getFirst().by().text())
        .isEqualTo(
            "the quotas of stack shop have no room for it: requests.cpu 3200m of 3 (shop_web 3200m)");
  }

  @Test
  void smallerTasksPassEvenWhereThereIsTooMuch() {
    assertThat(guarded(resize(400), QuotaResource.REQUESTS_CPU, 1).steps()).hasSize(1);
  }

  @Test
  void aLimitThatStaysIsNobodysConcern() {
    assertThat(guarded(resize(900), QuotaResource.LIMITS_CPU, 1).steps()).hasSize(1);
  }

  @Test
  void otherActionsPass() {
    Action replace = new Action.ReplaceTasks("s1", "shop_web", 7);
    assertThat(guarded(replace, QuotaResource.TASKS, 1).steps()).hasSize(1);
  }
}
