package io.drover.failover.act;

import io.drover.core.model.Reading;
import io.drover.failover.decide.FenceReport;
import io.drover.failover.decide.Rules;
import io.drover.failover.site.Description.Fence;
import io.drover.failover.stacks.SiteStacks;
import io.drover.failover.stacks.Stacks;
import io.drover.failover.stacks.SwitchResult;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Makes sure that one site is off: through its engine, and where that does not do it, from outside.
 * For one move; each step is repeated until it confirms or there is nothing left to try.
 */
final class SiteFence {
  private final long epoch;
  private final String site;
  private final Fence fence;
  private final Rules rules;
  private final ExternalFence external;
  private final BooleanSupplier mayAct;
  private int refusals;
  private boolean answered;
  private boolean outside;
  private Instant failingSince = Instant.MAX;
  private Instant waitingSince = Instant.MAX;

  SiteFence(long epoch, String site, Fence fence, Rules rules, BooleanSupplier mayAct) {
    this.mayAct = mayAct;
    this.epoch = epoch;
    this.site = site;
    this.fence = fence;
    this.rules = rules;
    this.external = new ExternalFence(fence);
  }

  long epoch() {
    return epoch;
  }

  /** Whether the external fence was begun, which can't be taken back. */
  boolean isOutside() {
    return outside;
  }

  FenceReport step(Stacks stacks, Reading<SiteStacks> seen, Instant now) {
    SwitchResult byEngine =
        switch (seen) {
          case Reading.Known<SiteStacks>(SiteStacks there, Instant at) -> stacks.off(there, epoch);
          case Reading.Unknown<SiteStacks>(String why) -> new SwitchResult.Failed(why);
        };
    return switch (byEngine) {
      case SwitchResult.Done(String how) -> new FenceReport.Confirmed(epoch, how);
      case SwitchResult.Waiting(String what) -> {
        answered = true;
        failingSince = Instant.MAX;
        yield waited(what, now);
      }
      case SwitchResult.Failed(String why) -> failed(why, now);
    };
  }

  /** Tasks on a node that died never end for Swarm, and nobody knows whether they have. */
  private FenceReport waited(String what, Instant now) {
    if (waitingSince.equals(Instant.MAX)) {
      waitingSince = now;
    }
    Duration waited = Duration.between(waitingSince, now);
    return waited.compareTo(fence.timeout()) < 0
        ? new FenceReport.Nothing()
        : fromOutside("its engine still waits for " + what);
  }

  private FenceReport failed(String why, Instant now) {
    refusals++;
    if (failingSince.equals(Instant.MAX)) {
      failingSince = now;
    }
    // One question that went unanswered is too little to give up on, or to cut the power for; and
    // an engine that did its part in this move before may only be slow, or elect a leader.
    boolean patient =
        answered && !outside && Duration.between(failingSince, now).compareTo(fence.timeout()) < 0;
    return refusals >= rules.failures() && !patient ? fromOutside(why) : new FenceReport.Nothing();
  }

  private FenceReport fromOutside(String why) {
    if (!fence.isExternal()) {
      return new FenceReport.Failed(epoch, why + "; there is no external fence");
    }
    // The engine may have hung for longer than the lease lasts; this can't be taken back.
    if (!mayAct.getAsBoolean()) {
      return new FenceReport.Nothing();
    }
    outside = true;
    FenceReport report = external.turnOff(epoch, site);
    return report instanceof FenceReport.Failed(long move, String failure)
        ? new FenceReport.Failed(epoch, why + "; " + failure)
        : report;
  }
}
