package io.drover.placement.guard.limits;

import io.drover.core.decision.Action.ResizeService;
import io.drover.core.decision.FreeReservations;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has no task reserve so much that no node has room for it: once its predecessor has ended it would
 * only wait. The limits of the same step go ahead. Placement constraints are not looked at, as in
 * {@link FreeReservations}.
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
          || fits(resize.to().reservations(), context)) {
        steps.add(step);
        continue;
      }
      Resources reservations = resize.to().reservations();
      held.add(
          new Plan.Held(
              with(step, resize, new Allotment(reservations, Resources.NONE)),
              noRoom(reservations)));
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

  private static Reason noRoom(Resources each) {
    Allotment wanted = new Allotment(each, Resources.NONE);
    return new Reason(
        "NoCapacity",
        "the nodes have no room for all of its tasks when each reserves " + wanted,
        Map.of("wanted", wanted.toString()));
  }

  private static boolean fits(Resources to, Context context) {
    ServiceView service = context.service();
    Resources now = service.reservations();
    if (!isMore(to.cpu(), now.cpu()) && !isMore(to.memory(), now.memory())) {
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
    return FreeReservations.roomFor(reserving(service, over(now, to)), without) >= tasks;
  }

  private static <T extends Comparable<T>> boolean isMore(Optional<T> then, Optional<T> now) {
    return then.isPresent() && (now.isEmpty() || then.get().compareTo(now.get()) > 0);
  }

  private static Resources over(Resources now, Resources change) {
    Optional<Cpu> cpu = change.cpu();
    Optional<Bytes> memory = change.memory();
    Resources both = cpu.isPresent() ? now.withCpu(cpu.get()) : now;
    return memory.isPresent() ? both.withMemory(memory.get()) : both;
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
