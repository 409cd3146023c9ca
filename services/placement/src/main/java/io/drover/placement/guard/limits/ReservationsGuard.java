package io.drover.placement.guard.limits;

import io.drover.core.decision.Action.ResizeService;
import io.drover.core.decision.GrownReservations;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.model.Allotment;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import java.util.ArrayList;
import java.util.List;

/**
 * Has no task reserve so much that no node has room for it, as {@link GrownReservations} counts.
 * The limits of the same step go ahead.
 */
public final class ReservationsGuard implements Guard<ReservationsGuard.Context> {

  /**
   * What it looks at.
   *
   * @param service as observed
   * @param seen everything else
   */
  public record Context(ServiceView service, ClusterSnapshot seen) {}

  @Override
  public Plan apply(Plan plan, Context context) {
    List<Plan.Step> steps = new ArrayList<>();
    List<Plan.Held> held = new ArrayList<>(plan.held());
    for (Plan.Step step : plan.steps()) {
      if (!(step.action() instanceof ResizeService resize)
          || GrownReservations.fit(context.service(), resize.to().reservations(), context.seen())) {
        steps.add(step);
        continue;
      }
      Resources reservations = resize.to().reservations();
      held.add(
          new Plan.Held(
              with(step, resize, new Allotment(reservations, Resources.NONE)),
              GrownReservations.noRoom(reservations)));
      if (!resize.to().limits().equals(Resources.NONE)) {
        steps.add(with(step, resize, new Allotment(Resources.NONE, resize.to().limits())));
      }
    }
    return new Plan(steps, held, plan.reasons());
  }

  private static Plan.Step with(Plan.Step step, ResizeService resize, Allotment to) {
    return new Plan.Step(
        new ResizeService(
            resize.serviceId(), resize.serviceName(), resize.version(), resize.from(), to),
        step.reasons());
  }
}
