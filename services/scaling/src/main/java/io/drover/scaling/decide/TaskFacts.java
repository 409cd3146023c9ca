package io.drover.scaling.decide;

import io.drover.core.model.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What one decision knows of one task; the counterpart of a pod.
 *
 * @param id task id
 * @param phase where it is in its life
 * @param deleting whether it was told to stop
 * @param ready whether it is ready now; false also when that is not known
 * @param lifecycle when it started and when its readiness last changed
 * @param metrics its values, by resource name or {@link #customMetric}
 */
public record TaskFacts(
    String id,
    Phase phase,
    boolean deleting,
    boolean ready,
    Lifecycle lifecycle,
    Map<String, TaskMetric> metrics) {

  /** Pod phases, as far as the algorithm tells them apart. */
  public enum Phase {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED
  }

  /** Since when. */
  public sealed interface Lifecycle {
    /** Start or readiness is not known. */
    record Unknown() implements Lifecycle {}

    /** Both are known; {@code readyChangedAt} is {@link Instant#MIN} where no change was seen. */
    record Known(Instant startedAt, Instant readyChangedAt) implements Lifecycle {}
  }

  /**
   * One metric of one task, in thousandths.
   *
   * @param value what it uses; unknown when there is no sample
   * @param base what utilization is measured against: the reservation, or the limit where none is
   *     reserved
   * @param window the time that the sample covers
   */
  public record TaskMetric(Reading<Long> value, Reading<Long> base, Duration window) {}

  public TaskFacts {
    metrics = Map.copyOf(metrics);
  }

  /** The key of a custom metric, which may bear the name of a resource. */
  public static String customMetric(String name) {
    return "pods/" + name;
  }
}
