package io.drover.agent.model;

/** One number that the kernel keeps for a container, or why there is none. */
public sealed interface Field {

  /**
   * The kernel's number.
   *
   * @param value in the unit that the record around it names; not negative
   */
  record Known(long value) implements Field {}

  /** There is no such limit. */
  record Unlimited() implements Field {}

  /**
   * It could not be read.
   *
   * @param reason for people
   */
  record Unknown(String reason) implements Field {}

  /** A number. */
  static Field known(long value) {
    return new Known(value);
  }

  /** No number, and why. */
  static Field unknown(String reason) {
    return new Unknown(reason);
  }

  /** This, as the object that an earlier reading left where it says the same. */
  default Field sharing(Field before) {
    boolean same =
        this instanceof Known(long now) && before instanceof Known(long then)
            ? now == then
            : equals(before);
    return same ? before : this;
  }
}
