package io.drover.core.model;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;

/**
 * A measurement that may have failed. What could not be measured is {@link Unknown}, never zero, so
 * that a silent agent can never look like an idle service.
 *
 * @param <T> the measured quantity
 */
public sealed interface Reading<T> {

  /**
   * A value measured at a known moment.
   *
   * @param value the value
   * @param at when it was true at its source
   */
  record Known<T>(T value, Instant at) implements Reading<T> {
    public Known {
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(at, "at");
    }
  }

  /**
   * No value, and why.
   *
   * @param reason what an operator should read, for example "agent on node2 did not answer"
   */
  record Unknown<T>(String reason) implements Reading<T> {
    public Unknown {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** A value measured at {@code at}. */
  static <T> Reading<T> known(T value, Instant at) {
    return new Known<>(value, at);
  }

  /** The absence of a value, with its reason. */
  static <T> Reading<T> unknown(String reason) {
    return new Unknown<>(reason);
  }

  /** Applies {@code change} to a known value and leaves an unknown one as it is. */
  default <R> Reading<R> map(Function<? super T, ? extends R> change) {
    return switch (this) {
      case Known<T>(T value, Instant at) -> new Known<>(change.apply(value), at);
      case Unknown<T>(String reason) -> new Unknown<>(reason);
    };
  }

  /** Whether there is a value. */
  default boolean isKnown() {
    return this instanceof Known<T>;
  }
}
