package io.drover.testkit.nativeimage.samples;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/** Registered, with what is nested in it, but not all of what it holds. */
@RegisterForReflection
public record Parcel(Size size, List<Stamp> stamps, Map<String, Label> labels) {
  /** Nested, hence registered. */
  public enum Size {
    SMALL,
    LARGE
  }

  /** Nested, hence registered. */
  public record Label(String text, Seal seal) {}
}
