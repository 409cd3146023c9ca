package io.drover.health.route.decide;

import io.drover.core.decision.Reason;
import io.drover.core.model.TaskState;
import io.drover.health.route.decide.Standing.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Says of each task of one service whether it is to get requests. Two rules keep a backend from
 * being emptied by what is not known:
 *
 * <ul>
 *   <li>a task that fails its check goes out only while another one of its service passes; where
 *       none passes, those that are in stay in
 *   <li>where no check of any task ever comes through, it is the checker that is cut off: then the
 *       checks have no say, and tasks come and go by their state alone
 * </ul>
 */
public final class Standings {
  private Standings() {}

  /** The standing of each of a service's tasks, in their order. */
  public static List<Standing> of(List<RouteTask> tasks) {
    List<RouteTask> running = tasks.stream().filter(RouteTask::runs).toList();
    boolean somePass = running.stream().anyMatch(Standings::passes);
    boolean cutOff =
        !running.isEmpty()
            && running.stream().allMatch(task -> task.health() instanceof Health.Unreachable);
    return tasks.stream().map(task -> of(task, somePass, cutOff)).toList();
  }

  private static boolean passes(RouteTask task) {
    return task.nodeReady()
        && (task.health() instanceof Health.Passing || task.health() instanceof Health.Unchecked);
  }

  private static Standing of(RouteTask task, boolean somePass, boolean cutOff) {
    if (task.state() == TaskState.UNKNOWN || task.desired() == TaskState.UNKNOWN) {
      return stay(task, "StateUnknown", "its state is one that Drover does not know");
    }
    if (task.state().isTerminal()) {
      return new Standing(task, Place.OUT, Reason.of("TaskEnded", "it has ended: " + word(task)));
    }
    if (!task.isWanted()) {
      return stopping(task);
    }
    if (task.state().isBeforeRunning()) {
      return new Standing(
          task, Place.OUT, Reason.of("NotRunningYet", "it does not run yet: " + word(task)));
    }
    if (!task.nodeReady()) {
      return lost(task, somePass, "NodeDown", "its node " + task.node() + " is down");
    }
    return switch (task.health()) {
      case Health.Passing passing -> in(task, "Healthy", "it runs and passes its check");
      case Health.Unchecked unchecked -> in(task, "Running", "it runs; checks are off");
      case Health.Pending pending -> stay(task, "CheckPending", "its check has not passed yet");
      case Health.Failing(String why) ->
          lost(task, somePass, "CheckFails", "it runs but fails its check: " + why);
      case Health.Unreachable(String why) ->
          cutOff
              ? in(
                  task,
                  "CheckerCutOff",
                  "no task of the service is reached by its check (%s), so states alone count"
                      .formatted(why))
              : lost(task, somePass, "CheckFails", "its check does not reach it: " + why);
    };
  }

  private static Standing stopping(RouteTask task) {
    String desired = task.desired().name().toLowerCase(Locale.ROOT);
    if (task.state().isBeforeRunning()) {
      return new Standing(
          task, Place.OUT, Reason.of("TaskEnded", "it will not run: it is to be " + desired));
    }
    if (!task.nodeReady()) {
      // The Swarm leaves it running on paper for a day, since nobody can tell that it ended.
      return new Standing(
          task,
          Place.OUT,
          Reason.of("NodeDown", "it is to stop, and its node %s is down".formatted(task.node())));
    }
    return new Standing(
        task,
        Place.DRAIN,
        new Reason(
            "TaskStops",
            "it is about to stop: its desired state is " + desired,
            Map.of("desired", desired)));
  }

  private static Standing lost(RouteTask task, boolean somePass, String code, String why) {
    return somePass
        ? new Standing(task, Place.DRAIN, Reason.of(code, why))
        : stay(task, code, why + "; no other one passes, so it stays where it is");
  }

  private static Standing in(RouteTask task, String code, String why) {
    return new Standing(task, Place.IN, Reason.of(code, why));
  }

  private static Standing stay(RouteTask task, String code, String why) {
    return new Standing(task, Place.STAY, Reason.of(code, why));
  }

  private static String word(RouteTask task) {
    return task.state().name().toLowerCase(Locale.ROOT);
  }
}
