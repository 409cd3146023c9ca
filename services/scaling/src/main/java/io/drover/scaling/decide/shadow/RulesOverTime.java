package io.drover.scaling.decide.shadow;

import io.drover.core.policy.HorizontalSpec;
import java.time.Instant;
import java.util.Optional;

/** By what rules a service is scaled at any moment. */
public interface RulesOverTime {

  /** The rules of that moment; empty when the service is left alone then. */
  Optional<HorizontalSpec> at(Instant moment);

  /** Until when the rules of a moment surely hold; later than the moment. */
  Instant unchangedUntil(Instant moment);
}
