package io.drover.failover.stacks.decide;

import io.drover.failover.stacks.SiteService;

/** One service's spec that is to be written, conditional on the version that was seen. */
public sealed interface Write {

  /** The service as it was seen. */
  SiteService service();

  /**
   * Turns it off.
   *
   * @param service as it was seen
   * @param epoch of the move
   */
  record Off(SiteService service, long epoch) implements Write {}

  /**
   * Gives a replicated service its count.
   *
   * @param service as it was seen
   * @param replicas 0 or more
   */
  record OnWith(SiteService service, int replicas) implements Write {}

  /**
   * Lets a service without a count onto its nodes.
   *
   * @param service as it was seen
   */
  record On(SiteService service) implements Write {}
}
