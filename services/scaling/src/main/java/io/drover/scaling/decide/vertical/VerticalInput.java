package io.drover.scaling.decide.vertical;

import java.time.Instant;
import java.util.List;

/**
 * All that one pass of the vertical recommender depends on.
 *
 * @param now the moment of the decision
 * @param policy what is wanted
 * @param reservations what a task reserves at present
 * @param limits what a task is limited to at present
 * @param samples what tasks used, in any order
 * @param oomKills tasks that were killed for want of memory; amounts are what they had
 */
public record VerticalInput(
    Instant now,
    VerticalPolicy policy,
    Amounts reservations,
    Amounts limits,
    List<Sample> samples,
    List<Sample> oomKills) {

  /** Amounts at a moment. */
  public record Sample(Instant at, Amounts amounts) {}

  public VerticalInput {
    samples = List.copyOf(samples);
    oomKills = List.copyOf(oomKills);
  }
}
