package io.drover.testkit.nativeimage.samples;

/** Finds a class by its name. */
public final class ByName {
  private ByName() {}

  /** The class. */
  public static Class<?> find(String name) throws ClassNotFoundException {
    return Class.forName(name);
  }
}
