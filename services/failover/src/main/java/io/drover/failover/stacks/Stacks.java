package io.drover.failover.stacks;

import io.drover.core.model.Reading;

/**
 * The described stacks of one site, through that site's engine. All calls block, so they belong on
 * virtual threads; none throws for what an engine can answer. Each write is conditional on the
 * version that {@code seen} holds, so read before the state is kept that orders the write: a write
 * that was delayed since then meets another version, and changes nothing.
 */
public interface Stacks {

  /** What is there now; unknown when any part of it could not be read. */
  Reading<SiteStacks> read();

  /**
   * One step of turning the stacks off: writes 0 replicas (a constraint that no node meets, for
   * services that have no count) and {@link SiteService#OFF} to each service that lacks either,
   * those at 0 included. Repeat with what is read anew until it is done.
   *
   * @param seen what was read at this site
   * @param epoch of the move; one that is older than what a service bears fails
   * @return done once each service bears the epoch and no task is left that runs or may come to
   */
  SwitchResult off(SiteStacks seen, long epoch);

  /**
   * One step of turning the stacks on: starts the first group, in the described order, that is not
   * up, or waits for it. Repeat with what is read anew until it is done.
   *
   * @param seen what was read at this site
   * @param standby what was read at the stand-by, whose {@link SiteService#REPLICAS} tell the
   *     counts; the same as {@code seen} where the stand-by is what starts
   * @return done once all tasks of all services run and are healthy
   */
  SwitchResult on(SiteStacks seen, SiteStacks standby);
}
