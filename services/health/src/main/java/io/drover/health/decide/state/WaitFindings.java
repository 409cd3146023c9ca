package io.drover.health.decide.state;

import io.drover.core.model.Durations;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What tasks that do not run yet say of their service. */
final class WaitFindings {
  /** An allocator hands addresses out at once; what is new for longer gets none. */
  private static final Duration ADDRESS_TAKES = Duration.ofSeconds(5);

  /** The scheduler gathers changes for a second at most before it looks for nodes. */
  private static final Duration SCHEDULING_TAKES = Duration.ofSeconds(2);

  /** A sentence about more nodes than this is not read any more. */
  private static final int MOST_NAMES = 5;

  private final ServiceFacts service;
  private final Facts facts;
  private final Limits limits;
  private final Fit fit;
  private final int schedulable;

  WaitFindings(ServiceFacts service, Facts facts, Limits limits, Fit fit, int schedulable) {
    this.service = service;
    this.facts = facts;
    this.limits = limits;
    this.fit = fit;
    this.schedulable = schedulable;
  }

  /** One finding for each reason to wait. */
  List<Finding> all(List<TaskFacts> wanted) {
    List<Finding> findings = new ArrayList<>();
    List<TaskFacts> unplaced = wanted.stream().filter(task -> isUnplaced(task.view())).toList();
    if (!unplaced.isEmpty()) {
      findings.add(unplaced(unplaced));
    }
    List<TaskFacts> addressless =
        wanted.stream().filter(task -> isWithoutAddress(task.view())).toList();
    if (!addressless.isEmpty()) {
      findings.add(
          finding(
              Kind.NO_ADDRESS,
              Level.CRITICAL,
              addressless,
              "%s of %s %s for addresses: its networks may have none left"));
    }
    List<TaskFacts> slow = wanted.stream().filter(task -> isSlow(task.view())).toList();
    if (!slow.isEmpty()) {
      findings.add(
          finding(
              Kind.SLOW_START,
              Level.WARNING,
              slow,
              "%s of %s %s for longer than "
                  + Durations.format(limits.slowStart())
                  + " to be pulled and started"));
    }
    return findings;
  }

  boolean isUnplaced(TaskView task) {
    return task.state() == TaskState.PENDING
        && task.nodeId().isEmpty()
        && Slots.lasted(task.stateSince(), facts, SCHEDULING_TAKES);
  }

  boolean isWithoutAddress(TaskView task) {
    return task.state() == TaskState.NEW && Slots.lasted(task.createdAt(), facts, ADDRESS_TAKES);
  }

  boolean isSlow(TaskView task) {
    return !task.nodeId().isEmpty()
        && task.state().isBeforeRunning()
        && Slots.lasted(task.stateSince(), facts, limits.slowStart());
  }

  private Finding unplaced(List<TaskFacts> tasks) {
    Map<String, List<String>> reasons = fit.reasons();
    List<String> fitting = reasons.getOrDefault("", List.of());
    String error = tasks.getFirst().error();
    if (fitting.isEmpty() || service.demandsMore()) {
      String why = fitting.isEmpty() ? explain(reasons) : "Swarm says: " + error;
      return finding(
          Kind.NO_SUITABLE_NODE,
          Level.CRITICAL,
          tasks,
          "%s of %s %s: no node fits: " + why.replace("%", "%%"));
    }
    return finding(
        Kind.STUCK_PENDING,
        Level.CRITICAL,
        tasks,
        "%s of %s %s though "
            + names(fitting).replace("%", "%%")
            + " would take them"
            + (error.isEmpty() ? "" : "; Swarm says: " + error.replace("%", "%%")));
  }

  private static String explain(Map<String, List<String>> reasons) {
    return reasons.isEmpty()
        ? "there is none"
        : reasons.entrySet().stream()
            .sorted(Comparator.comparing(reason -> -reason.getValue().size()))
            .map(reason -> reason.getKey() + " " + names(reason.getValue()))
            .collect(Collectors.joining("; "));
  }

  private static String names(List<String> unsorted) {
    List<String> nodes = unsorted.stream().sorted().toList();
    return nodes.size() <= MOST_NAMES
        ? String.join(", ", nodes)
        : "%s and %d more"
            .formatted(String.join(", ", nodes.subList(0, MOST_NAMES)), nodes.size() - MOST_NAMES);
  }

  private Finding finding(Kind kind, Level level, List<TaskFacts> tasks, String text) {
    String count = tasks.size() == 1 ? "1 task" : tasks.size() + " tasks";
    String wait = tasks.size() == 1 ? "waits" : "wait";
    return new Finding(
        kind,
        Subject.of(service),
        level,
        text.formatted(count, service.view().name(), wait),
        Map.of(
            "tasks", Integer.toString(tasks.size()),
            "schedulable", Integer.toString(schedulable),
            "engine", tasks.getFirst().error()));
  }
}
