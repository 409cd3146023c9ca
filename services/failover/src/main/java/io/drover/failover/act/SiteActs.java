package io.drover.failover.act;

import io.drover.core.model.Reading;
import io.drover.failover.decide.Act;
import io.drover.failover.decide.FenceReport;
import io.drover.failover.decide.Side;
import io.drover.failover.decide.StartReport;
import io.drover.failover.site.Description;
import io.drover.failover.stacks.SiteStacks;
import io.drover.failover.stacks.Stacks;
import io.drover.failover.stacks.SwitchResult;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Does one step of what a move needs, and remembers how far it came. All that is remembered can be
 * found out again by whoever leads next.
 */
public final class SiteActs {
  private final Description description;
  private final Map<Side, Stacks> stacks;
  private final SiteRecords records;
  private final BooleanSupplier mayAct;
  private Optional<SiteFence> fencing = Optional.empty();
  private FenceReport fence = new FenceReport.Nothing();
  private StartReport start = new StartReport.Nothing();

  /** Acts on these sites while it may. */
  public SiteActs(
      Description description,
      Map<Side, Stacks> stacks,
      SiteRecords records,
      BooleanSupplier mayAct) {
    this.description = description;
    this.stacks = new EnumMap<>(stacks);
    this.records = records;
    this.mayAct = mayAct;
  }

  /** What is known of the fenced site's being off. */
  public synchronized FenceReport fence() {
    return fence;
  }

  /** How far the start came. */
  public synchronized StartReport start() {
    return start;
  }

  /**
   * Does a step; blocks for as long as engines and servers take.
   *
   * @param seen the sites' stacks, read before the state that orders this was
   */
  public synchronized void act(Act act, Map<Side, Reading<SiteStacks>> seen, Instant now) {
    if (!mayAct.getAsBoolean()) {
      return;
    }
    switch (act) {
      case Act.Fence(long epoch, Side side) -> {
        if (fencing.filter(known -> known.epoch() == epoch).isEmpty()) {
          fencing =
              Optional.of(
                  new SiteFence(
                      epoch, name(side), description.fence(), description.rules(), mayAct));
        }
        fence = fencing.get().step(stacks.get(side), seen.get(side), now);
      }
      case Act.KeepOff(long epoch, Side side) -> {
        if (seen.get(side) instanceof Reading.Known<SiteStacks>(SiteStacks there, Instant at)
            && stacks.get(side).off(there, epoch) instanceof SwitchResult.Done(String how)) {
          fence = new FenceReport.Confirmed(epoch, how);
        }
      }
      case Act.Start(long epoch, Side side) -> {
        Instant since =
            start instanceof StartReport.Starting(long known, Instant tried, var what)
                    && known == epoch
                ? tried
                : now;
        start = started(epoch, side, seen, since);
      }
    }
  }

  /** A round does nothing: the time that it lasts is not the start's. */
  public synchronized void rest() {
    if (start instanceof StartReport.Starting) {
      start = new StartReport.Nothing();
    }
  }

  private StartReport started(
      long epoch, Side side, Map<Side, Reading<SiteStacks>> seen, Instant since) {
    if (!(seen.get(side) instanceof Reading.Known<SiteStacks>(SiteStacks there, Instant at))) {
      return new StartReport.Starting(
          epoch, since, "%s: %s".formatted(name(side), why(seen.get(side))));
    }
    // The stand-by knows the counts, also those of the primary; where it is gone for good, the
    // primary's own labels have to do, or nobody would ever serve again.
    SiteStacks standby =
        seen.get(Side.STANDBY) instanceof Reading.Known<SiteStacks>(SiteStacks known, Instant read)
            ? known
            : there;
    return switch (stacks.get(side).on(there, standby)) {
      case SwitchResult.Waiting(String what) -> new StartReport.Starting(epoch, since, what);
      case SwitchResult.Failed(String why) -> new StartReport.Starting(epoch, since, why);
      case SwitchResult.Done done -> {
        var problems = records.point(name(side), standby, () -> true);
        yield problems.isEmpty()
            ? new StartReport.Serving(epoch)
            : new StartReport.Unpointed(epoch, String.join("; ", problems));
      }
    };
  }

  private static String why(Reading<SiteStacks> reading) {
    return reading instanceof Reading.Unknown<SiteStacks>(String why) ? why : "";
  }

  private String name(Side side) {
    return description.sites().get(side.ordinal()).name();
  }
}
