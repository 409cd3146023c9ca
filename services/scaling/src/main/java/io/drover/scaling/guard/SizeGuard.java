package io.drover.scaling.guard;

import io.drover.core.decision.Action;
import io.drover.core.decision.Action.ResizeService;
import io.drover.core.decision.Action.ResizeTask;
import io.drover.core.decision.GrownReservations;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes no task so large that no node has room for it, as {@link GrownReservations} counts. Nor
 * gives it a CPU limit above a node's cores, which Docker refuses there.
 */
public final class SizeGuard implements Guard<SizeGuard.Context> {

  /** The code of the reason of a smaller limit. */
  static final String CORES = "LimitedByCores";

  /**
   * What it looks at.
   *
   * @param service as observed
   * @param seen everything else
   * @param running what its running tasks are limited to, by task id, as far as that is known
   */
  public record Context(ServiceView service, ClusterSnapshot seen, Map<String, Resources> running) {
    public Context {
      running = Map.copyOf(running);
    }

    /** Whether a step would change nothing. */
    private boolean has(Action action) {
      return switch (action) {
        case ResizeService resize -> Allotment.of(service).covers(resize.to());
        case ResizeTask resize ->
            running.containsKey(resize.taskId())
                && new Allotment(Resources.NONE, running.get(resize.taskId()))
                    .covers(new Allotment(Resources.NONE, resize.to()));
        default -> false;
      };
    }
  }

  @Override
  public Plan apply(Plan plan, Context context) {
    List<Plan.Step> steps = new ArrayList<>();
    List<Plan.Held> held = new ArrayList<>(plan.held());
    List<Reason> reasons = new ArrayList<>(plan.reasons());
    for (Plan.Step step : plan.steps()) {
      if (step.action() instanceof ResizeService resize
          && !GrownReservations.fit(
              context.service(), resize.to().reservations(), context.seen())) {
        held.add(new Plan.Held(step, GrownReservations.noRoom(resize.to().reservations())));
      } else {
        Optional<Plan.Step> lowered = lowered(step, context);
        Plan.Step left = lowered.orElse(step);
        if (lowered.isEmpty()) {
          steps.add(step);
        } else if (context.has(left.action())) {
          // Or the same step would be taken in every round.
          held.add(new Plan.Held(step, left.reasons().getLast()));
        } else {
          reasons.add(left.reasons().getLast());
          steps.add(left);
        }
      }
    }
    return new Plan(steps, held, reasons);
  }

  /** The step with the limit that the nodes allow, where it asks for more. */
  private static Optional<Plan.Step> lowered(Plan.Step step, Context context) {
    Optional<Cpu> cores = fewestCores(context, step.action());
    if (step.action() instanceof ResizeService resize
        && isAbove(resize.to().limits().cpu(), cores)) {
      Allotment to =
          new Allotment(
              resize.to().reservations(), resize.to().limits().withCpu(cores.orElseThrow()));
      return Optional.of(
          limited(
              step,
              new ResizeService(
                  resize.serviceId(), resize.serviceName(), resize.version(), resize.from(), to),
              cores.get()));
    }
    if (step.action() instanceof ResizeTask resize && isAbove(resize.to().cpu(), cores)) {
      Resources to = resize.to().withCpu(cores.orElseThrow());
      return Optional.of(
          limited(
              step,
              new ResizeTask(resize.serviceId(), resize.serviceName(), resize.taskId(), to),
              cores.get()));
    }
    return Optional.empty();
  }

  private static Plan.Step limited(Plan.Step step, Action action, Cpu cores) {
    List<Reason> reasons = new ArrayList<>(step.reasons());
    reasons.add(
        Reason.of(
            CORES,
            "the CPU limit is %s: Docker starts no task with more than its node's cores"
                .formatted(cores)));
    return new Plan.Step(action, reasons);
  }

  private static boolean isAbove(Optional<Cpu> wanted, Optional<Cpu> cores) {
    return wanted.isPresent() && cores.isPresent() && wanted.get().compareTo(cores.get()) > 0;
  }

  /** Of the smallest node that a task may come to: one that has what a task will reserve. */
  private static Optional<Cpu> fewestCores(Context context, Action action) {
    Resources now = context.service().reservations();
    Resources then =
        action instanceof ResizeService resize ? now.overlaidWith(resize.to().reservations()) : now;
    Cpu reserved = then.cpu().orElse(Cpu.ZERO);
    return context.seen().nodes().stream()
        .filter(node -> node.isReady() && node.availability().equals("active"))
        .map(NodeView::cpu)
        .filter(cpu -> cpu.compareTo(reserved) >= 0 && cpu.nanos() > 0)
        .min(Comparator.naturalOrder());
  }
}
