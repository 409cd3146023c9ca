package io.drover.health.decide.state;

import java.time.Duration;

/**
 * From where on something is wrong.
 *
 * @param diskPercent a disk as full as this is nearly full
 * @param diskCriticalPercent one as full as this hinders its node
 * @param memoryPercent memory of a node
 * @param processPercent processes of a node
 * @param clockSkew difference of clocks; TLS and logs suffer long before Swarm does
 * @param certificateEnd the Swarm's authority ending within this time
 * @param slowStart a task pulling or starting for longer than this
 * @param failures so many ends of one slot's tasks within {@link FailureLog#COUNTS_FOR} are a loop
 * @param settled a task that ran for so long has survived its start
 */
public record Limits(
    int diskPercent,
    int diskCriticalPercent,
    int memoryPercent,
    int processPercent,
    Duration clockSkew,
    Duration certificateEnd,
    Duration slowStart,
    int failures,
    Duration settled) {

  /** The usual ones. */
  public static final Limits USUAL =
      new Limits(
          85,
          95,
          95,
          90,
          Duration.ofSeconds(5),
          Duration.ofDays(30),
          Duration.ofMinutes(5),
          3,
          Duration.ofMinutes(1));
}
