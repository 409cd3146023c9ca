package io.drover.core.quota;

import io.drover.core.model.Allotment;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import java.util.Objects;
import java.util.Set;

/**
 * One service of a stack with what quotas look at.
 *
 * @param service as observed
 * @param tasks how many tasks it is to have: its replicas, or for a global service the nodes that
 *     Swarm made tasks for
 * @param surge how many more it may have while it is updated or rolled back start-first; 0 where it
 *     is stop-first, {@link #ALL} where all tasks are replaced at once
 * @param volumes names of the volumes that it mounts
 */
public record StackService(ServiceView service, int tasks, int surge, Set<String> volumes) {
  /** As many more as there are tasks. */
  public static final int ALL = Integer.MAX_VALUE;

  public StackService {
    Objects.requireNonNull(service, "service");
    volumes = Set.copyOf(volumes);
    if (tasks < 0 || surge < 0) {
      throw new IllegalArgumentException("tasks and surge must not be negative");
    }
  }

  /** How many more tasks an update may start, at most as many as there are. */
  public int surging() {
    return Math.min(surge, tasks);
  }

  /** The same service with another number of tasks. */
  public StackService with(int tasks) {
    return new StackService(service, tasks, surge, volumes);
  }

  /**
   * The same service with other amounts for each task.
   *
   * @param to what is absent stays as it is
   */
  public StackService with(Allotment to) {
    return new StackService(
        new ServiceView(
            service.id(),
            service.name(),
            service.version(),
            service.mode(),
            service.labels(),
            service.containerLabels(),
            merged(service.reservations(), to.reservations()),
            merged(service.limits(), to.limits()),
            service.rollout(),
            service.createdAt(),
            service.updatedAt()),
        tasks,
        surge,
        volumes);
  }

  private static Resources merged(Resources has, Resources to) {
    Resources merged = to.cpu().map(has::withCpu).orElse(has);
    merged = to.memory().map(merged::withMemory).orElse(merged);
    return to.pids().isPresent() ? merged.withPids(to.pids().get()) : merged;
  }
}
