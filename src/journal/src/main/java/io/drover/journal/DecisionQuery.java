package io.drover.journal;

import io.drover.core.decision.Decision;
import java.time.Instant;

/**
 * Which decisions are asked for; always the newest, newest first.
 *
 * @param service the service's name, or empty text for any
 * @param serviceId the service's id, or empty text for any
 * @param loop the loop, or empty text for any
 * @param acted whether they changed something
 * @param since none that is older
 * @param before none at or after this place
 * @param limit at most so many, at least one
 */
public record DecisionQuery(
    String service,
    String serviceId,
    String loop,
    Acted acted,
    Instant since,
    Position before,
    int limit) {

  /** Behind every decision, as {@link #before}. */
  public static final Position END =
      new Position(Instant.parse("9999-12-31T23:59:59.999999Z"), Long.MAX_VALUE, "");

  /** Whether decisions that changed something are wanted, or the others. */
  public enum Acted {
    /** Both. */
    ANY,
    /** Those that changed something. */
    YES,
    /** Those that changed nothing. */
    NO
  }

  public DecisionQuery {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit is at least 1: " + limit);
    }
  }

  /** The newest of all. */
  public static DecisionQuery newest(int limit) {
    return new DecisionQuery("", "", "", Acted.ANY, Instant.EPOCH, END, limit);
  }

  /** The same, but none at or after a place, and at most so many. */
  public DecisionQuery page(Position place, int most) {
    return new DecisionQuery(service, serviceId, loop, acted, since, place, most);
  }

  /** Whether an entry is asked for, leaving the limit aside. */
  boolean matches(JournalEntry entry) {
    Decision decision = entry.decision();
    Position position = entry.position();
    return (service.isEmpty() || service.equals(decision.service()))
        && (serviceId.isEmpty() || serviceId.equals(decision.serviceId()))
        && (loop.isEmpty() || loop.equals(decision.loop()))
        && (acted == Acted.ANY || (acted == Acted.YES) == Verdict.of(decision).acted())
        && !position.at().isBefore(since)
        && position.compareTo(before) < 0;
  }
}
