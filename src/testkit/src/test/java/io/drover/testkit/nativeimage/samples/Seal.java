package io.drover.testkit.nativeimage.samples;

/** Not registered by itself; one kind is nested, the other isn't. */
public sealed interface Seal {
  /** Of wax. */
  record Wax(String colour) implements Seal {}

  /** Of lead. */
  record Lead(long grams) implements Seal {}
}
