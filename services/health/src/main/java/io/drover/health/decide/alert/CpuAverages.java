package io.drover.health.decide.alert;

import io.drover.core.model.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Five minutes' averages out of the shorter ones that agents keep, as Prometheus' {@code rate} over
 * five minutes has them. Immutable.
 *
 * @param byTask samples by task id, oldest first
 */
public record CpuAverages(Map<String, List<Sample>> byTask) {
  /** Nothing sampled. */
  public static final CpuAverages EMPTY = new CpuAverages(Map.of());

  /** The window of the rule in the reference document. */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  /** Agents average over this; so one sample in this time is enough. */
  public static final Duration SAMPLE = Duration.ofSeconds(15);

  /**
   * A share of what a task may use, averaged over {@link #SAMPLE}.
   *
   * @param share 1 is all
   * @param at the end of the time that was averaged over
   */
  public record Sample(double share, Instant at) {}

  public CpuAverages {
    byTask = Map.copyOf(byTask);
  }

  /** With what was measured now, without tasks that were not measured for the whole window. */
  public CpuAverages with(Map<String, Sample> measured, Instant now) {
    Instant oldest = now.minus(WINDOW);
    Map<String, List<Sample>> next = new HashMap<>();
    byTask.forEach(
        (task, samples) -> {
          List<Sample> kept =
              samples.stream().filter(sample -> sample.at().isAfter(oldest)).toList();
          if (!kept.isEmpty()) {
            next.put(task, kept);
          }
        });
    measured.forEach(
        (task, sample) -> {
          List<Sample> kept = next.getOrDefault(task, List.of());
          if (kept.isEmpty() || !sample.at().isBefore(kept.getLast().at().plus(SAMPLE))) {
            List<Sample> longer = new ArrayList<>(kept);
            longer.add(sample);
            next.put(task, List.copyOf(longer));
          }
        });
    return new CpuAverages(next);
  }

  /** A task's average over the window, or over as much of it as is known. */
  public Reading<Double> of(String taskId) {
    List<Sample> samples = byTask.getOrDefault(taskId, List.of());
    return samples.isEmpty()
        ? Reading.unknown("not measured")
        : Reading.known(
            samples.stream().mapToDouble(Sample::share).average().orElseThrow(),
            samples.getLast().at());
  }
}
