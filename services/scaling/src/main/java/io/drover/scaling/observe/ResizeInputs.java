package io.drover.scaling.observe;

import io.drover.core.model.Bytes;
import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.scaling.decide.vertical.LastResize;
import io.drover.scaling.decide.vertical.ResizeInput;
import io.drover.scaling.decide.vertical.RunningTask;
import io.drover.scaling.decide.vertical.SizeRules;
import io.drover.scaling.decide.vertical.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Puts a round's observation of one service together with what is known of its use.
 *
 * @param book what services were seen to use
 * @param heaps what JVMs may grow to
 */
public record ResizeInputs(UsageBook book, JvmHeaps heaps) {
  /** Two rounds: an older sample says nothing about the present. */
  private static final Duration STALE = Duration.ofMinutes(2);

  /** The input of one decision; may ask the engine for the service's options. */
  public ResizeInput of(
      ResizeObservation seen, ServiceView service, SizeRules.Hold rules, LastResize last) {
    ServiceUsage usage = book.of(service.name());
    List<TaskView> tasks = seen.tasksOf(service.id());
    return new ResizeInput(
        seen.at(),
        service,
        rules.policy(),
        rules.scaledOut(),
        usage.demand(seen.at()),
        tasks.stream().flatMap(task -> running(task, seen).stream()).toList(),
        tasks.stream().allMatch(task -> task.nodeId().isEmpty()),
        waiting(tasks),
        heaps.of(service),
        usage.strain(),
        last);
  }

  /** The time of a task's state is none to go by: the scheduler renews it with each attempt. */
  private static Waiting waiting(List<TaskView> tasks) {
    return tasks.stream()
        .filter(task -> task.isWanted() && task.nodeId().isEmpty())
        .min(Comparator.comparing(TaskView::createdAt))
        .<Waiting>map(task -> new Waiting.ForNode(task.createdAt(), task.message()))
        .orElseGet(Waiting.None::new);
  }

  private static Optional<RunningTask> running(TaskView task, ResizeObservation seen) {
    Optional<TaskLoad> load = Optional.ofNullable(seen.loads().tasks().get(task.id()));
    String missing = seen.loads().whyMissing();
    return task.runningSince()
        .map(
            since ->
                new RunningTask(
                    task.id(),
                    since,
                    load.map(one -> fresh(one.memory(), seen.at()))
                        .orElseGet(() -> Reading.<Bytes>unknown(missing)),
                    load.map(TaskLoad::limits).orElseGet(() -> Reading.unknown(missing))));
  }

  private static Reading<Bytes> fresh(Reading<Bytes> reading, Instant now) {
    return reading instanceof Reading.Known<Bytes>(Bytes value, Instant at)
            && at.plus(STALE).isBefore(now)
        ? Reading.unknown("the last sample is of " + at)
        : reading;
  }
}
