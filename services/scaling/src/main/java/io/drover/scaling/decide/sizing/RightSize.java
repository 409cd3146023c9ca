package io.drover.scaling.decide.sizing;

import java.util.List;
import java.util.OptionalLong;

/**
 * One resource of a service's tasks as it is and as it should be. Amounts are millicores, or bytes.
 *
 * @param used what was used
 * @param reservation what is reserved now
 * @param limit what a task is limited to now
 * @param newReservation what should be reserved; the present one where it fits
 * @param newLimit what a task should be limited to; the present one where it fits
 * @param findings why
 */
public record RightSize(
    Digest used,
    Amount reservation,
    Amount limit,
    Amount newReservation,
    Amount newLimit,
    List<Finding> findings) {

  /** An amount that may not be set, which is not the same as 0. */
  public sealed interface Amount {
    /** It is not set. */
    Amount UNSET = new Unset();

    /** It is not set. */
    record Unset() implements Amount {}

    /**
     * It is set.
     *
     * @param amount more than 0
     */
    record Of(long amount) implements Amount {}

    /** Its value, where it has one. */
    default OptionalLong value() {
      return this instanceof Of(long amount) ? OptionalLong.of(amount) : OptionalLong.empty();
    }

    /** The amount of this value; 0 is none. */
    static Amount of(long value) {
      return value > 0 ? new Of(value) : UNSET;
    }
  }

  public RightSize {
    findings = List.copyOf(findings);
  }

  /** Whether anything should be changed. */
  public boolean changes() {
    return !reservation.equals(newReservation) || !limit.equals(newLimit);
  }

  /** How much less each task would reserve; negative where it should reserve more. */
  public long saved() {
    return reservation.value().orElse(0) - newReservation.value().orElse(0);
  }
}
