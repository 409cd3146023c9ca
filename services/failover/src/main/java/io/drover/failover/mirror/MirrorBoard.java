package io.drover.failover.mirror;

import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import java.util.List;

/** What the newest round found and did; written by the loop, read by the API. */
public final class MirrorBoard {
  private volatile Newest newest = new Newest.Nothing("no round has ended yet");

  /** The newest round. */
  public sealed interface Newest {

    /** Nothing is mirrored, and why. */
    record Nothing(String why) implements Newest {}

    /**
     * What was found, and what came of it.
     *
     * @param report how ready the stand-by was when the round began
     * @param plan what was wanted
     * @param outcomes what came of each step, in order
     */
    record Round(MirrorReport report, Plan plan, List<Outcome> outcomes) implements Newest {
      public Round {
        outcomes = List.copyOf(outcomes);
      }
    }
  }

  /** Says why nothing is mirrored. */
  public void standBy(String why) {
    newest = new Newest.Nothing(why);
  }

  /** Takes a round. */
  public void decided(MirrorReport report, Plan plan, List<Outcome> outcomes) {
    newest = new Newest.Round(report, plan, outcomes);
  }

  /** The newest round. */
  public Newest newest() {
    return newest;
  }
}
