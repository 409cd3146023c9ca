package io.drover.testkit.nativeimage.samples;

/** Holds a {@link Chance} in a constant. */
public final class Seed {
  private static final Chance FIRST = first();

  private Seed() {}

  private static Chance first() {
    return new Chance();
  }

  /** The first one. */
  public static Chance firstOne() {
    return FIRST;
  }

  /** Stands for a library's class that must be initialized when the image runs. */
  public static final class Chance {}
}
