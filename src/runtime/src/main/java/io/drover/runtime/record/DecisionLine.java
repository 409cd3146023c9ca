package io.drover.runtime.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import java.util.List;
import java.util.stream.Stream;

/** The one log line of a decision: a JSON object on category {@code drover.decision}. */
final class DecisionLine {
  private DecisionLine() {}

  static String of(Decision decision) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", decision.id());
    line.put("at", decision.at().toString());
    line.put("loop", decision.loop());
    line.put("instance", decision.instance());
    line.put("service", decision.service());
    line.put("outcome", outcome(decision));
    line.put("summary", decision.summary());
    reasons(decision.plan()).forEach(line.putArray("reasons")::add);
    ArrayNode steps = line.putArray("steps");
    decision.plan().steps().forEach(step -> steps.add(step.action().describe()));
    ArrayNode results = line.putArray("results");
    decision.results().forEach(result -> results.add(result.code()));
    return line.toString();
  }

  /**
   * One word for what came of it: how the last act ended, {@code held}, {@code planned} (wanted but
   * not tried) or {@code nothing}.
   */
  static String outcome(Decision decision) {
    if (!decision.results().isEmpty()) {
      return decision.results().getLast().code();
    }
    if (!decision.plan().steps().isEmpty()) {
      return "planned";
    }
    return decision.plan().held().isEmpty() ? "nothing" : "held";
  }

  private static List<String> reasons(Plan plan) {
    return Stream.of(
            plan.reasons().stream(),
            plan.steps().stream().flatMap(step -> step.reasons().stream()),
            plan.held().stream().map(Plan.Held::by))
        .flatMap(reasons -> reasons)
        .map(Reason::code)
        .distinct()
        .toList();
  }
}
