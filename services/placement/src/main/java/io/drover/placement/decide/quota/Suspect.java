package io.drover.placement.decide.quota;

import io.drover.core.quota.QuotaUse.Line;
import io.drover.core.quota.StackService;
import java.util.List;
import java.util.Objects;

/**
 * A service that took more than it was let have of something there is too much of.
 *
 * @param service as it is
 * @param took of what, at least one
 * @param before what it goes back to
 * @param rule what is to come of it
 * @param doer who changed it
 * @param restored how often it was given back lately what it had
 */
public record Suspect(
    StackService service, List<Line> took, Before before, Rule rule, Doer doer, int restored) {

  /** What a service goes back to. */
  public sealed interface Before {
    /**
     * A state that complied.
     *
     * @param state the state
     */
    record State(StackService state) implements Before {}

    /** None: it is new. */
    record None() implements Before {}
  }

  /** What is to come of it. */
  public enum Rule {
    REPORT,
    STRICT,
    /** Its labels are wrong, so that it is left alone. */
    REJECTED
  }

  /** Who changed a service. */
  public enum Doer {
    /** Somebody. */
    OUTSIDE,
    /** Drover, which looks at the quota first: then another change broke it. */
    DROVER,
    /** It can't be told. */
    UNSURE
  }

  public Suspect {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(before, "before");
    took = List.copyOf(took);
  }
}
