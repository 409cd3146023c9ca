package io.drover.core.decision;

import io.drover.core.model.Allotment;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the tasks of a service would find room again if each of them reserved more: a task that
 * reserves what no node has only waits once its predecessor has ended. Placement constraints are
 * not looked at, as in {@link FreeReservations}.
 */
public final class GrownReservations {
  private GrownReservations() {}

  /**
   * Whether there is room for all of its tasks.
   *
   * @param change what each is to reserve; what it doesn't name stays as it is
   * @return true too where nothing grows, even if the nodes are overdrawn
   */
  public static boolean fit(ServiceView service, Resources change, ClusterSnapshot seen) {
    Resources now = service.reservations();
    Resources then = now.overlaidWith(change);
    if (!isMore(then.cpu(), now.cpu()) && !isMore(then.memory(), now.memory())) {
      return true;
    }
    List<TaskView> others = new ArrayList<>();
    int tasks = 0;
    for (TaskView task : seen.tasks()) {
      if (!task.serviceId().equals(service.id())) {
        others.add(task);
      } else if (task.isWanted() && !task.state().isTerminal()) {
        tasks++;
      }
    }
    ClusterSnapshot without =
        new ClusterSnapshot(seen.takenAt(), seen.services(), others, seen.nodes());
    return FreeReservations.roomFor(service.reserving(then), without) >= tasks;
  }

  /** Why a step that does not fit is held back. */
  public static Reason noRoom(Resources each) {
    Allotment wanted = new Allotment(each, Resources.NONE);
    return new Reason(
        "NoCapacity",
        "the nodes have no room for all of its tasks when each reserves " + wanted,
        Map.of("wanted", wanted.toString()));
  }

  private static <T extends Comparable<T>> boolean isMore(Optional<T> then, Optional<T> now) {
    return then.isPresent() && (now.isEmpty() || then.get().compareTo(now.get()) > 0);
  }
}
