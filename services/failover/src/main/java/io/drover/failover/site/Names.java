package io.drover.failover.site;

import io.drover.manifests.JsonFields;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names in a description. */
final class Names {
  private static final Pattern SYNTAX =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");
  private static final int LONGEST_DNS = 253;
  private static final Pattern DNS =
      Pattern.compile("[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*");

  private Names() {}

  /** A name that no other of its kind has; empty text when it is missing or wrong. */
  static String unique(JsonFields json, String field, Set<String> taken) {
    json.require(field);
    String name = json.text(field, "");
    if (name.isEmpty()) {
      return "";
    }
    if (!SYNTAX.matcher(name).matches()) {
      json.problem(field, "expected letters, digits, '-', '_' and '.', at most 63");
    } else if (!taken.add(name)) {
      json.problem(field, "there is another " + name);
    }
    return name;
  }

  /** A full DNS name in lower case, without a dot at its end; empty text when there is none. */
  static String dns(JsonFields json, String field) {
    json.require(field);
    String name = json.text(field, "").toLowerCase(Locale.ROOT);
    if (!name.isEmpty() && (name.length() > LONGEST_DNS || !DNS.matcher(name).matches())) {
      json.problem(field, "expected a full DNS name without a dot at its end");
      return "";
    }
    return name;
  }

  static boolean isInside(String name, String zone) {
    return name.equals(zone) || name.endsWith("." + zone);
  }
}
