package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import java.util.regex.Pattern;

/** How the values of the {@code drover.route} labels are written. */
final class RouteSyntax {
  // HAProxy's own rule for names of sections; anything else could break out of its runtime
  // commands.
  private static final Pattern BACKEND = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");
  private static final Pattern PATH = Pattern.compile("/[!-~]{0,1000}");

  private RouteSyntax() {}

  static String backend(String text) {
    if (!BACKEND.matcher(text).matches()) {
      throw new MalformedValueException(text, "a backend's name of letters, digits, _ . : and -");
    }
    return text;
  }

  static RoutePolicy.Check check(String text) {
    if (text.equals("tcp")) {
      return new RoutePolicy.Check.Tcp();
    }
    if (!PATH.matcher(text).matches()) {
      throw new MalformedValueException(text, "tcp, or a path that starts with /");
    }
    return new RoutePolicy.Check.Http(text);
  }
}
