package io.drover.testkit.architecture;

/** Breaks a rule on purpose. */
final class StringUtils {
  private StringUtils() {}
}
