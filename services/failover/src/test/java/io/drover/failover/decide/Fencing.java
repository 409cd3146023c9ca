package io.drover.failover.decide;

/**
 * How the model's fence, and what else safety rests on, behaves.
 *
 * @param external whether there is a fence besides scaling to 0
 * @param lies whether the external one confirms without doing anything
 * @param powerReturns whether a site that was fenced off comes back as it was by itself
 * @param writesAlways whether fencing writes to services that are at 0 already
 * @param conditional whether a start is conditional on what was read before its order
 * @param without what the rules say
 */
record Fencing(
    boolean external,
    boolean lies,
    boolean powerReturns,
    boolean writesAlways,
    boolean conditional,
    Rules.WithoutFence without) {
  static final Fencing HOLDS =
      new Fencing(true, false, false, true, true, Rules.WithoutFence.REFUSE);
  static final Fencing BY_ENGINE_ALONE =
      new Fencing(false, false, false, true, true, Rules.WithoutFence.REFUSE);
  static final Fencing NONE =
      new Fencing(false, false, false, true, true, Rules.WithoutFence.CONTINUE);
  static final Fencing LYING =
      new Fencing(true, true, false, true, true, Rules.WithoutFence.REFUSE);
  static final Fencing UNDONE =
      new Fencing(true, false, true, true, true, Rules.WithoutFence.REFUSE);
  static final Fencing SKIPS_WHAT_IS_OFF =
      new Fencing(true, false, false, false, true, Rules.WithoutFence.REFUSE);
  static final Fencing STARTS_BLINDLY =
      new Fencing(true, false, false, true, false, Rules.WithoutFence.REFUSE);
}
