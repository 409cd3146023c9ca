package io.drover.scaling.decide;

import io.drover.core.policy.HorizontalSpec;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What one metric came to. */
public sealed interface MetricResult {

  /** The metric that was evaluated. */
  HorizontalSpec.Metric metric();

  /**
   * It proposes a count.
   *
   * @param metric the metric
   * @param replicas the proposal
   * @param utilization percent of the reservation, for utilization targets
   * @param average average per task in thousandths, where the target is one per task
   * @param value the total in thousandths, for value targets
   * @param working the arithmetic, for people
   */
  record Proposal(
      HorizontalSpec.Metric metric,
      int replicas,
      OptionalInt utilization,
      OptionalLong average,
      OptionalLong value,
      String working)
      implements MetricResult {

    /** The present value: a percentage, an average for each task, or a total. */
    public String shown() {
      if (utilization.isPresent()) {
        return utilization.getAsInt() + "%";
      }
      if (average.isPresent()) {
        return MilliText.quantity(average.getAsLong()) + "/task";
      }
      return value.isPresent() ? MilliText.quantity(value.getAsLong()) : "not known";
    }
  }

  /**
   * It could not be evaluated.
   *
   * @param metric the metric
   * @param why for people
   */
  record Failure(HorizontalSpec.Metric metric, String why) implements MetricResult {}
}
