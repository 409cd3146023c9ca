package io.drover.placement.decide.moves;

import io.drover.core.decision.Reason;
import io.drover.core.model.TaskView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a surge can end without a moment in which too few tasks run. Swarm's choice of the tasks
 * that go can't be steered, and it may pick a running one while another is still starting; so all
 * have to run first. What found no node is no danger: Swarm takes that before anything else.
 */
public final class Lowering {
  private Lowering() {}

  /** What has to be waited for; empty when the count may be lowered now. */
  public static Optional<Reason> waitsFor(MovableService service, Surge surge, MoveFacts facts) {
    Optional<Reason> starting = starting(service.name(), service.id(), facts);
    if (starting.isPresent()) {
      return starting;
    }
    List<TaskView> wanted = facts.wanted(service.id());
    int running = facts.running(service.id());
    int ended = Removal.mostRunningEnded(wanted, wanted.size() - surge.documented());
    if (running - ended < surge.keep()) {
      return Optional.of(
          new Reason(
              "TooFewRunning",
              "%s: %d tasks run, and %d must be left"
                  .formatted(service.name(), running, surge.keep()),
              Map.of("running", "" + running, "keep", "" + surge.keep())));
    }
    return Optional.empty();
  }

  /** That some of its tasks are still starting, if so: what runs of it is no measure then. */
  public static Optional<Reason> starting(String name, String serviceId, MoveFacts facts) {
    long starting =
        facts.wanted(serviceId).stream().filter(task -> isUnderWay(task, facts)).count();
    return starting == 0
        ? Optional.empty()
        : Optional.of(
            new Reason(
                "TasksStarting",
                "%s: %d of its tasks are still starting; until they run, one that ends could be one too many"
                    .formatted(name, starting),
                Map.of("starting", "" + starting)));
  }

  /** A task without a node counts as such only once the scheduler had time to find it one. */
  private static boolean isUnderWay(TaskView task, MoveFacts facts) {
    if (facts.keepsFailing(task)) {
      return false;
    }
    return task.nodeId().isEmpty()
        ? task.createdAt().isAfter(facts.now().minus(facts.settle()))
        : !facts.isSettled(task);
  }
}
