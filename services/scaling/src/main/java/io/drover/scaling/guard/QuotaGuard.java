package io.drover.scaling.guard;

import io.drover.core.decision.Action.ResizeService;
import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.policy.StackQuota;
import io.drover.core.quota.QuotaRoom;
import io.drover.core.quota.QuotaRules;
import io.drover.core.quota.QuotaUse;
import io.drover.core.quota.StackFacts;
import io.drover.core.quota.StackService;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for nothing that the stack's quotas don't admit, whoever wants it: a smaller number of
 * tasks, or no larger tasks. Fewer and smaller ones always pass.
 */
public final class QuotaGuard implements Guard<QuotaGuard.Context> {
  private static final String NO_ROOM = "NoQuota";

  /**
   * What the guard has to know.
   *
   * @param quotas the stack's quotas
   * @param facts what the stack has, with what this round has added already
   * @param service the service that is to change
   */
  public record Context(List<StackQuota> quotas, StackFacts facts, StackService service) {
    public Context {
      quotas = List.copyOf(quotas);
    }
  }

  @Override
  public Plan apply(Plan plan, Context context) {
    Sorted sorted = new Sorted(plan);
    for (Plan.Step step : plan.steps()) {
      switch (step.action()) {
        case SetReplicas set -> tasks(sorted, step, set, context);
        case ResizeService resize -> size(sorted, step, resize, context);
        default -> sorted.steps.add(step);
      }
    }
    return sorted.plan();
  }

  private static void tasks(Sorted sorted, Plan.Step step, SetReplicas set, Context context) {
    QuotaRoom room =
        QuotaRoom.admitted(
            context.quotas(),
            context.facts(),
            context.service(),
            set.from(),
            set.to(),
            QuotaRoom.Surge.COUNTS);
    if (room.tasks() == set.to()) {
      sorted.steps.add(step);
    } else if (room.tasks() == set.from()) {
      sorted.held.add(new Plan.Held(step, refusal(room.reasons())));
    } else {
      List<Reason> reasons = new ArrayList<>(step.reasons());
      reasons.addAll(room.reasons());
      sorted.steps.add(
          new Plan.Step(
              new SetReplicas(
                  set.serviceId(), set.serviceName(), set.version(), set.from(), room.tasks()),
              reasons));
      sorted.reasons.addAll(room.reasons());
    }
  }

  private static Reason refusal(List<Reason> reasons) {
    return reasons.stream()
        .filter(reason -> reason.code().equals(QuotaRoom.UNDECLARED))
        .findFirst()
        .orElseGet(
            () -> new Reason(NO_ROOM, reasons.getFirst().text(), reasons.getFirst().numbers()));
  }

  private static void size(Sorted sorted, Plan.Step step, ResizeService resize, Context context) {
    List<String> overdrawn =
        QuotaRules.overdrawn(context.quotas(), context.facts(), context.service().with(resize.to()))
            .stream()
            .map(QuotaUse.Line::describe)
            .toList();
    if (overdrawn.isEmpty()) {
      sorted.steps.add(step);
      return;
    }
    String what =
        "the quotas of stack %s have no room for it: %s"
            .formatted(context.facts().stack(), String.join("; ", overdrawn));
    sorted.held.add(new Plan.Held(step, Reason.of(NO_ROOM, what)));
  }

  /** What becomes of a plan's steps. */
  private static final class Sorted {
    private final List<Plan.Step> steps = new ArrayList<>();
    private final List<Plan.Held> held;
    private final List<Reason> reasons;

    Sorted(Plan plan) {
      held = new ArrayList<>(plan.held());
      reasons = new ArrayList<>(plan.reasons());
    }

    Plan plan() {
      return new Plan(steps, held, reasons);
    }
  }
}
