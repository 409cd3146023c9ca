package io.drover.backup.decide.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How it stands with the backups of a service.
 *
 * @param service its name
 * @param stack whose it is; empty text for none
 * @param schedule as its label says it
 * @param findings what isn't as it should be, worst first; none when all is well
 * @param lastSuccess when its newest backup was made; {@link Instant#EPOCH} for never
 * @param nextDue when the next is due; {@link Instant#MAX} where its schedule has no moment left
 * @param overdueSince since when one should be there; {@link Instant#MAX} where none is missing
 * @param interval from one moment of the schedule to the next, at this time
 * @param bytes content of its newest backup's volumes; 0 where there is none
 * @param took how long that took
 * @param verified whether that was read again and found good
 */
public record Standing(
    String service,
    String stack,
    String schedule,
    List<Finding> findings,
    Instant lastSuccess,
    Instant nextDue,
    Instant overdueSince,
    Duration interval,
    long bytes,
    Duration took,
    boolean verified) {

  /** What can be said of a service's backups, worst first. */
  public enum State {
    /** The newest backup is not what was written. */
    DAMAGED,
    /** The last run made no backup. */
    FAILED,
    /** The schedule's moment passed, and nothing was begun. */
    MISSED,
    /** The schedule's moment passed, and the run takes longer than it may. */
    OVERDUE,
    /** There is no backup at all. */
    NEVER,
    /** The newest backup was not read again yet, though it is time. */
    UNVERIFIED,
    /** The newest backup is much smaller or larger than those before. */
    ABNORMAL,
    /** All is well. */
    OK;

    /** As it is written. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Something that isn't as it should be.
   *
   * @param state what
   * @param text one sentence for an operator, with the numbers in it
   */
  public record Finding(State state, String text) {}

  public Standing {
    Objects.requireNonNull(service, "service");
    findings = List.copyOf(findings);
  }

  /** The worst of the findings, or OK. */
  public State state() {
    return worst().map(Finding::state).orElse(State.OK);
  }

  /** The worst finding. */
  public Optional<Finding> worst() {
    return findings.stream().findFirst();
  }
}
