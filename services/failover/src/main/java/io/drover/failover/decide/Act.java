package io.drover.failover.decide;

/** What is to be done next. Each can be repeated without harm, and is until a report ends it. */
public sealed interface Act {

  /**
   * Makes sure that a site is off. Has to write to its services even where nothing runs, so that a
   * start that was delayed since an earlier move finds another version, and fails.
   *
   * @param epoch of the move
   * @param side the site
   */
  record Fence(long epoch, Side side) implements Act {}

  /**
   * Starts a site's stacks, waits until they are healthy, then changes the records. Each write has
   * to be conditional on a version that was read before the state that orders it.
   *
   * @param epoch of the move
   * @param side the site
   */
  record Start(long epoch, Side side) implements Act {}

  /**
   * Scales a site's stacks to 0 as soon as it can be reached: it may come back as it was.
   *
   * @param epoch of the newest move
   * @param side the site
   */
  record KeepOff(long epoch, Side side) implements Act {}
}
