package io.drover.failover.record;

import io.drover.core.decision.Plan;
import io.drover.failover.decide.FenceReport;
import io.drover.failover.decide.Side;
import io.drover.failover.decide.StartReport;
import io.drover.failover.decide.State;
import io.drover.failover.decide.Target;
import io.drover.failover.dns.ServerResult;
import io.drover.failover.observe.SiteWatch;
import io.drover.failover.site.Description;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where two sites stand as of the newest round; written by the loop, read by the API. */
public final class SiteBoard {
  private volatile Newest newest = new Newest.Nothing("no round has ended yet");

  /** The newest round. */
  public sealed interface Newest {

    /** There is nothing to tell, and why. */
    record Nothing(String why) implements Newest {}

    /** What a round saw and decided. */
    record Told(Picture picture) implements Newest {}
  }

  /**
   * What a round saw and decided.
   *
   * @param at when
   * @param description of what
   * @param state what is remembered
   * @param look what each place saw
   * @param engines whether the sites' Swarms answer
   * @param plan the reasons, and what was held back
   * @param fence what is known of the fenced site's being off
   * @param start how far the start came
   * @param records what each server has, by record
   */
  public record Picture(
      Instant at,
      Description description,
      State state,
      SiteWatch.Look look,
      Map<Side, Target> engines,
      Plan plan,
      FenceReport fence,
      StartReport start,
      Map<String, List<ServerResult>> records) {

    /** The name of a site. */
    public String name(Side side) {
      return description.sites().get(side.ordinal()).name();
    }
  }

  /** Says why there is nothing to tell. */
  public void standBy(String why) {
    newest = new Newest.Nothing(why);
  }

  /** Takes what a round saw and decided. */
  public void told(Picture picture) {
    newest = new Newest.Told(picture);
  }

  /** The newest round. */
  public Newest newest() {
    return newest;
  }

  /** What the newest round saw; empty where there was none. */
  public Optional<Picture> picture() {
    return newest instanceof Newest.Told(Picture picture) ? Optional.of(picture) : Optional.empty();
  }
}
