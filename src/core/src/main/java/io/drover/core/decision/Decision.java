package io.drover.core.decision;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The record of one decision: what the journal stores, the log line and the metric say.
 *
 * @param id time-ordered id, the same in journal, log and answer
 * @param at when it was decided
 * @param loop which loop decided, for example {@code scaling}
 * @param instance which replica of that loop
 * @param service name of the service it is about, or empty text
 * @param serviceId its id, or empty text
 * @param summary one sentence
 * @param plan what was wanted, what was held back, why
 * @param results what came of each step of the plan, in order; shorter when acting stopped early
 * @param facts the numbers that were looked at, by name
 */
public record Decision(
    String id,
    Instant at,
    String loop,
    String instance,
    String service,
    String serviceId,
    String summary,
    Plan plan,
    List<Outcome> results,
    Map<String, String> facts) {
  public Decision {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(at, "at");
    results = List.copyOf(results);
    facts = Map.copyOf(facts);
  }
}
