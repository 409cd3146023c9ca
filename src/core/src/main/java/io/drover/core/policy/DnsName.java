package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import java.util.regex.Pattern;

/** Names of DNS records (RFC 1123's letters, digits and hyphens, underscores allowed). */
final class DnsName {
  private static final int LONGEST = 253;
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  private DnsName() {}

  /** Returns {@code text} when it is one of at least two labels. */
  static String parse(String text) {
    if (text.length() > LONGEST || !SYNTAX.matcher(text).matches()) {
      throw new MalformedValueException(text, "a full DNS name without a dot at its end");
    }
    return text;
  }
}
