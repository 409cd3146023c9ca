package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Fixed words in labels, one for each constant of an enum: {@code requests-and-limits}. */
final class Word {
  private Word() {}

  /** Reads the constant that {@code text} names. */
  static <E extends Enum<E>> E parse(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(text))
        .findFirst()
        .orElseThrow(() -> new MalformedValueException(text, "one of " + choices(type)));
  }

  /** The word for a constant. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All words of an enum, as grammars are written: {@code max | min | off}. */
  static <E extends Enum<E>> String choices(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Word::of).collect(Collectors.joining(" | "));
  }
}
