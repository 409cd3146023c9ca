package io.drover.scaling.decide.sizing;

/**
 * Something to know about the size of a service's tasks.
 *
 * @param code one word
 * @param text for people, with the numbers
 */
public record Finding(Code code, String text) {

  /** What there is to find. */
  public enum Code {
    /** Much less is used than is set aside. */
    OVERSIZED,
    /** More is used than is set aside. */
    UNDERSIZED,
    /** The limit is nearly reached at times. */
    NEAR_LIMIT,
    /** The limit is far from what is used; it costs nothing, but stops nothing either. */
    LIMIT_HIGH,
    /** Nothing is set aside: the scheduler places tasks as if they used nothing. */
    NO_RESERVATION,
    /** Nothing keeps a task from taking the whole node. */
    NO_LIMIT,
    /** It is as it should be. */
    FITS,
    /** Nothing can be said yet. */
    TOO_LITTLE_DATA
  }
}
