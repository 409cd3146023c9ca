package io.drover.testkit.nativeimage.samples;

/** Not registered by itself. */
public record Stamp(int value) {}
