package io.drover.scaling.decide.vertical;

/**
 * What one pass of the vertical recommender came to.
 *
 * @param estimate what tasks should reserve
 * @param change whether that is worth a change
 * @param explanation the whole in one line
 */
public record VerticalResult(Estimate estimate, Change change, String explanation) {

  /** What tasks should reserve. */
  public sealed interface Estimate {
    /** The policy asks for none. */
    record None() implements Estimate {}

    /**
     * An estimate, within the policy's bounds.
     *
     * @param target the reservation to set
     * @param lower a reservation below it is too small
     * @param upper a reservation above it is too large
     * @param uncapped the target without the policy's bounds
     */
    record Known(Amounts target, Amounts lower, Amounts upper, Amounts uncapped)
        implements Estimate {}
  }

  /** Whether to change the service. */
  public sealed interface Change {
    /** No. */
    record Leave() implements Change {}

    /** To these; what is absent stays as it is. */
    record Apply(Amounts reservations, Amounts limits) implements Change {}
  }
}
