package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import java.util.regex.Pattern;

/** How a tier is named: as a node label's value is. */
final class TierSyntax {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

  private TierSyntax() {}

  static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new MalformedValueException(text, "letters, digits, _ . and -");
    }
    return text;
  }
}
