package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import java.util.Arrays;
import java.util.List;

/** Lists in labels: items with commas between them, blanks after a comma allowed, none empty. */
final class CommaList {
  private CommaList() {}

  /** Splits a list of at least one item. */
  static List<String> parse(String text) {
    List<String> items = Arrays.asList(text.split(", *", -1));
    if (items.stream().anyMatch(String::isBlank)) {
      throw new MalformedValueException(text, "a list with commas and no empty item");
    }
    return items;
  }
}
