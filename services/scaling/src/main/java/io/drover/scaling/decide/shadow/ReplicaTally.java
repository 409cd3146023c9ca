package io.drover.scaling.decide.shadow;

import java.time.Duration;

/**
 * How a count of tasks fared against what was wanted, where that is known.
 *
 * @param taskTime tasks times time
 * @param changes how often the count changed
 * @param fewest lowest count
 * @param most highest count
 * @param shortFor for how long it was below what was wanted: where load may have been lost
 * @param shortTaskTime missing tasks times time
 * @param spareFor for how long it was above what was wanted
 * @param spareTaskTime spare tasks times time
 */
public record ReplicaTally(
    Duration taskTime,
    int changes,
    int fewest,
    int most,
    Duration shortFor,
    Duration shortTaskTime,
    Duration spareFor,
    Duration spareTaskTime) {
  /** Nothing was seen. */
  public static final ReplicaTally NONE =
      new ReplicaTally(
          Duration.ZERO,
          0,
          Integer.MAX_VALUE,
          0,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO);

  /** With a span of so many tasks. */
  ReplicaTally plus(int tasks, Wish wanted, Duration time, boolean changed) {
    int missing = wanted instanceof Wish.Measured(int needed) ? needed - tasks : 0;
    return new ReplicaTally(
        taskTime.plus(time.multipliedBy(tasks)),
        changes + (changed ? 1 : 0),
        Math.min(fewest, tasks),
        Math.max(most, tasks),
        missing > 0 ? shortFor.plus(time) : shortFor,
        missing > 0 ? shortTaskTime.plus(time.multipliedBy(missing)) : shortTaskTime,
        missing < 0 ? spareFor.plus(time) : spareFor,
        missing < 0 ? spareTaskTime.plus(time.multipliedBy(-missing)) : spareTaskTime);
  }
}
