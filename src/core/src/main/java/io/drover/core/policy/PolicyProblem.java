package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;

/**
 * One thing wrong with a service's policy.
 *
 * @param service the service's full name
 * @param key the label
 * @param value its value, as it was
 * @param expected what would have been right
 */
public record PolicyProblem(String service, String key, String value, String expected) {

  /** One line for an operator, naming service, key, value and what is expected. */
  public String message() {
    return "service %s: %s=%s: expected %s"
        .formatted(service, shown(key), MalformedValueException.quote(value), expected);
  }

  @Override
  public String toString() {
    return message();
  }

  /** Keys are shown bare, unless they hold something that would not be seen. */
  private static String shown(String key) {
    String quoted = MalformedValueException.quote(key);
    return quoted.equals('"' + key + '"') && !key.contains(" ") ? key : quoted;
  }
}
