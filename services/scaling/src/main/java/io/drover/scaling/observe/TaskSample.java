package io.drover.scaling.observe;

import io.drover.core.model.Reading;
import java.time.Duration;

/**
 * The value of one metric of one task.
 *
 * @param milli in thousandths; a counter's growth per second, a gauge's value
 * @param window what it is averaged over; zero where it is not
 */
public record TaskSample(Reading<Long> milli, Duration window) {

  /** None, and why. */
  static TaskSample unknown(String reason) {
    return new TaskSample(Reading.unknown(reason), Duration.ZERO);
  }
}
