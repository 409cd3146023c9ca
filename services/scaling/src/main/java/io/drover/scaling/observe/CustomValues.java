package io.drover.scaling.observe;

import io.drover.core.model.Reading;
import io.drover.core.model.TaskView;
import io.drover.scaling.decide.ReplicaRules;
import io.drover.scaling.decide.Saturating;
import io.drover.scaling.decide.TaskFacts;
import io.drover.scaling.decide.TaskFacts.TaskMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The values of one service's custom metrics, in the autoscaler's terms. What is missing of one
 * task is missing and never 0: of a metric per task that task has no sample, and a sum over all
 * running tasks is not known.
 *
 * @param totals values for the service as a whole by metric, or why a metric has none
 * @param byTask values of tasks by task id and key of the metric
 */
record CustomValues(
    Map<String, Reading<List<Long>>> totals, Map<String, Map<String, TaskMetric>> byTask) {
  private static final Reading<Long> NO_BASE = Reading.unknown("a custom metric is no share");

  private interface Samples {
    TaskSample of(TaskView task);
  }

  /**
   * Puts them together.
   *
   * @param fresh makes an old reading an unknown one
   */
  static CustomValues of(
      Observation seen,
      String serviceId,
      ReplicaRules.Hold rules,
      UnaryOperator<Reading<Long>> fresh) {
    CustomValues values = new CustomValues(new HashMap<>(), new HashMap<>());
    PolicyBook.Governed service = seen.governed().get(serviceId);
    if (service == null) {
      return values;
    }
    MetricReadings readings = seen.metrics();
    List<TaskView> running = seen.tasksOf(serviceId).stream().filter(TaskView::isRunning).toList();
    for (CustomMetric metric : CustomMetric.of(rules)) {
      String name = metric.name();
      switch (metric.way(service, readings.defaults())) {
        case CustomMetric.Way.Total(String query) ->
            values.totals.put(
                name,
                readings.queried().getOrDefault(query, Reading.unknown("not asked in this round")));
        case CustomMetric.Way.None(String why) -> values.totals.put(name, Reading.unknown(why));
        case CustomMetric.Way.Scraped(var where) ->
            values.add(metric, running, task -> scraped(readings, task, name, fresh));
        case CustomMetric.Way.ByTask(String query) ->
            values.add(metric, running, task -> queried(readings, task, query));
      }
    }
    return values;
  }

  private static TaskSample scraped(
      MetricReadings readings, TaskView task, String name, UnaryOperator<Reading<Long>> fresh) {
    TaskSample sample = readings.scraped().of(task.id(), name);
    return new TaskSample(fresh.apply(sample.milli()), sample.window());
  }

  private static TaskSample queried(MetricReadings readings, TaskView task, String query) {
    return switch (readings.byTask().getOrDefault(query, Reading.unknown("not asked"))) {
      case Reading.Unknown<List<TaskSeries>>(String reason) -> TaskSample.unknown(reason);
      case Reading.Known<List<TaskSeries>>(List<TaskSeries> series, Instant at) -> {
        List<TaskSeries> own = series.stream().filter(one -> one.isOf(task)).toList();
        yield own.isEmpty()
            ? TaskSample.unknown("Prometheus has no series that names the task " + task.id())
            : new TaskSample(
                Reading.known(own.stream().map(TaskSeries::milli).reduce(0L, Saturating::add), at),
                Duration.ZERO);
      }
    };
  }

  private void add(CustomMetric metric, List<TaskView> running, Samples samples) {
    List<Long> known = new ArrayList<>();
    Instant oldest = Instant.MAX;
    String missing = "no task runs";
    for (TaskView task : running) {
      TaskSample sample = samples.of(task);
      switch (sample.milli()) {
        case Reading.Known<Long>(Long value, Instant at) -> {
          known.add(value);
          oldest = at.isBefore(oldest) ? at : oldest;
        }
        case Reading.Unknown<Long>(String reason) -> missing = reason;
      }
      if (metric.perTask()) {
        byTask
            .computeIfAbsent(task.id(), id -> new HashMap<>())
            .put(
                TaskFacts.customMetric(metric.name()),
                new TaskMetric(sample.milli(), NO_BASE, sample.window()));
      }
    }
    if (known.isEmpty()) {
      totals.put(metric.name(), Reading.unknown(missing));
    } else if (!metric.perTask()) {
      totals.put(
          metric.name(),
          known.size() == running.size()
              ? Reading.known(List.of(known.stream().reduce(0L, Saturating::add)), oldest)
              : Reading.unknown(
                  "%d of %d tasks have no value: %s"
                      .formatted(running.size() - known.size(), running.size(), missing)));
    }
  }

  /** The facts of tasks with these values among them. */
  List<TaskFacts> into(List<TaskFacts> tasks) {
    return tasks.stream().map(this::into).toList();
  }

  private TaskFacts into(TaskFacts task) {
    Map<String, TaskMetric> metrics = new HashMap<>(task.metrics());
    metrics.putAll(byTask.getOrDefault(task.id(), Map.of()));
    return new TaskFacts(
        task.id(), task.phase(), task.deleting(), task.ready(), task.lifecycle(), metrics);
  }
}
