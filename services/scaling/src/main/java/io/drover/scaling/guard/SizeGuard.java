package io.drover.scaling.guard;

import io.drover.core.decision.Action.ResizeService;
import io.drover.core.decision.FreeReservations;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes no task so large that no node has room for it: once its predecessor has ended it would only
 * wait. Placement constraints are not looked at, as in {@link FreeReservations}.
 */
public final class SizeGuard implements Guard<SizeGuard.Context> {

  /** The service as observed, and everything else. */
  public record Context(ServiceView service, ClusterSnapshot seen) {}

  @Override
  public Plan apply(Plan plan, Context context) {
    List<Plan.Step> steps = new ArrayList<>();
    List<Plan.Held> held = new ArrayList<>(plan.held());
    for (Plan.Step step : plan.steps()) {
      if (step.action() instanceof ResizeService resize && !fits(resize.to(), context)) {
        held.add(new Plan.Held(step, noRoom(resize.to().reservations())));
      } else {
        steps.add(step);
      }
    }
    return new Plan(steps, held, plan.reasons());
  }

  private static Reason noRoom(Resources each) {
    Allotment wanted = new Allotment(each, Resources.NONE);
    return new Reason(
        "NoCapacity",
        "the nodes have no room for all of its tasks when each reserves " + wanted,
        Map.of("wanted", wanted.toString()));
  }

  private static boolean fits(Allotment to, Context context) {
    ServiceView service = context.service();
    Resources now = service.reservations();
    Resources then = over(now, to.reservations());
    if (!isMore(then, now)) {
      return true;
    }
    List<TaskView> others = new ArrayList<>();
    int tasks = 0;
    for (TaskView task : context.seen().tasks()) {
      if (!task.serviceId().equals(service.id())) {
        others.add(task);
      } else if (task.isWanted() && !task.state().isTerminal()) {
        tasks++;
      }
    }
    ClusterSnapshot without =
        new ClusterSnapshot(
            context.seen().takenAt(), context.seen().services(), others, context.seen().nodes());
    return FreeReservations.roomFor(reserving(service, then), without) >= tasks;
  }

  private static boolean isMore(Resources then, Resources now) {
    boolean moreCpu =
        then.cpu().isPresent()
            && (now.cpu().isEmpty() || then.cpu().get().compareTo(now.cpu().get()) > 0);
    boolean moreMemory =
        then.memory().isPresent()
            && (now.memory().isEmpty() || then.memory().get().compareTo(now.memory().get()) > 0);
    return moreCpu || moreMemory;
  }

  private static Resources over(Resources now, Resources change) {
    Resources both = now;
    if (change.cpu().isPresent()) {
      both = both.withCpu(change.cpu().get());
    }
    return change.memory().isPresent() ? both.withMemory(change.memory().get()) : both;
  }

  private static ServiceView reserving(ServiceView service, Resources reservations) {
    return new ServiceView(
        service.id(),
        service.name(),
        service.version(),
        service.mode(),
        service.labels(),
        service.containerLabels(),
        reservations,
        service.limits(),
        service.rollout(),
        service.createdAt(),
        service.updatedAt());
  }
}
