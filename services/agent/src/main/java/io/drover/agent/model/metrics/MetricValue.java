package io.drover.agent.model.metrics;

import io.drover.runtime.time.Moment;
import java.time.Duration;

/** What a metric of one task comes to. */
public sealed interface MetricValue {

  /**
   * A number.
   *
   * @param value of a counter its growth per second, of a gauge its latest value; finite
   * @param sampledAt when its task was asked last
   * @param window what it is averaged over; zero for a gauge
   */
  record Known(double value, Moment sampledAt, Duration window) implements MetricValue {}

  /**
   * None.
   *
   * @param reason for people
   */
  record Unknown(String reason) implements MetricValue {}
}
