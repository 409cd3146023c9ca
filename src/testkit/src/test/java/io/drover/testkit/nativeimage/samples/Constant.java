package io.drover.testkit.nativeimage.samples;

import java.time.Instant;

/** Holds when it was loaded, which is when the image was built. */
public final class Constant {
  private static final Instant LOADED = Instant.now();

  private Constant() {}

  /** That moment. */
  public static Instant loaded() {
    return LOADED;
  }

  /** This moment, which is right. */
  public static Instant now() {
    return Instant.now();
  }
}
