package io.drover.testkit.nativeimage.samples;

import java.io.InputStream;

/** Reads resources. */
public final class Resources {
  private Resources() {}

  /** One that is there: this class' own file. */
  public static InputStream present() {
    return Resources.class.getResourceAsStream("Resources.class");
  }

  /** One that isn't. */
  public static InputStream absent() {
    return Resources.class.getResourceAsStream("/io/drover/none.txt");
  }

  private static InputStream named(String name) {
    return Resources.class.getClassLoader().getResourceAsStream(name);
  }

  /** One that a method names for another. */
  public static InputStream through() {
    return named("io/drover/testkit/Eventually.class");
  }

  /** One that nobody knows beforehand. */
  public static InputStream any(Object[] of) {
    return named((String) of[0]);
  }
}
