package io.drover.health.decide.state;

import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service's slots: the task that each should have now, and the failures before it that still
 * matter.
 */
final class Slots {
  private final Map<String, TaskView> wanted = new HashMap<>();
  private final List<Failure> failures;
  private final Facts facts;
  private final Limits limits;

  Slots(List<TaskFacts> wantedTasks, List<Failure> failures, Facts facts, Limits limits) {
    wantedTasks.forEach(task -> wanted.merge(task.slot(), task.view(), Slots::newer));
    this.failures = failures;
    this.facts = facts;
    this.limits = limits;
  }

  /** During an update a slot has two for a moment. */
  private static TaskView newer(TaskView one, TaskView other) {
    return one.createdAt().isAfter(other.createdAt()) ? one : other;
  }

  /** The last failure in a slot, unless a task ran there since. */
  Optional<Failure> unrecovered(String slot) {
    return lastOf(slot).filter(failure -> !runsSince(slot, failure));
  }

  /**
   * The last failure in a slot where one followed the other, unless a task survived its start
   * since.
   */
  Optional<Failure> looping(String slot) {
    return count(slot) >= limits.failures()
        ? lastOf(slot).filter(failure -> !hasSettled(slot))
        : Optional.empty();
  }

  /** How many tasks of a slot ended by themselves lately. */
  int count(String slot) {
    return (int) failures.stream().filter(failure -> failure.slot().equals(slot)).count();
  }

  /** The failures of a slot, newest first. */
  List<Failure> of(String slot) {
    return failures.stream().filter(failure -> failure.slot().equals(slot)).toList();
  }

  /** The slots in which something failed, the last one first. */
  List<String> failed() {
    return failures.stream().map(Failure::slot).distinct().toList();
  }

  private Optional<Failure> lastOf(String slot) {
    return failures.stream().filter(failure -> failure.slot().equals(slot)).findFirst();
  }

  /** A slot without a task is one that the service does not have any more, or that was given up. */
  boolean isThere(String slot) {
    return wanted.containsKey(slot);
  }

  private boolean runsSince(String slot, Failure failure) {
    TaskView task = wanted.get(slot);
    return task != null
        && task.state() == TaskState.RUNNING
        && !task.stateSince().isBefore(failure.at());
  }

  private boolean hasSettled(String slot) {
    TaskView task = wanted.get(slot);
    return task != null
        && task.state() == TaskState.RUNNING
        && Duration.between(task.stateSince(), facts.now()).compareTo(limits.settled()) >= 0;
  }

  /** Whether the engine's clock, by which tasks' times are, was this long ago. */
  static boolean lasted(Instant since, Facts facts, Duration time) {
    return Duration.between(since, facts.now()).compareTo(time) >= 0;
  }
}
