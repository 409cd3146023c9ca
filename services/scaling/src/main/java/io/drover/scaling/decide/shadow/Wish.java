package io.drover.scaling.decide.shadow;

import io.drover.scaling.decide.Asked;
import io.drover.scaling.decide.HorizontalAutoscaler;
import io.drover.scaling.decide.HorizontalInput;
import io.drover.scaling.decide.HorizontalResult.Recommendation;
import io.drover.scaling.decide.ScalingInput;
import io.drover.scaling.decide.ScalingVerdict;

/** What was wanted of a service at one moment, before windows and limits. */
public sealed interface Wish {

  /** The metrics asked for this many tasks. */
  record Measured(int replicas) implements Wish {}

  /** An operator ordered this many, whatever the metrics said. */
  record Ordered(int replicas) implements Wish {}

  /** The metrics could not be evaluated. */
  record Unknown() implements Wish {}

  /**
   * What was wanted in a decision. Of a count outside of its bounds the autoscaler only says that
   * it goes back into them; here the metrics are asked nevertheless, since a count that is not
   * acted on may stay there for long.
   */
  static Wish of(ScalingInput in, ScalingVerdict verdict) {
    if (in.asked() instanceof Asked.Replicas order) {
      return new Ordered(order.replicas());
    }
    HorizontalInput facts = in.horizontal();
    boolean outside = facts.current() < facts.spec().min() || facts.current() > facts.spec().max();
    Recommendation recommendation =
        outside && facts.current() > 0
            ? HorizontalAutoscaler.evaluate(facts.unbounded()).recommendation()
            : verdict.result().recommendation();
    return recommendation instanceof Recommendation.Known(int replicas)
        ? new Measured(replicas)
        : new Unknown();
  }
}
