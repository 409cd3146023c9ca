package io.drover.testkit.nativeimage.samples;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Registers for others. */
@RegisterForReflection(targets = {Stamp.class, Seal.class})
public final class Registered {
  private Registered() {}
}
