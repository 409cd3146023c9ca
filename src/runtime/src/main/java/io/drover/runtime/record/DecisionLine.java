package io.drover.runtime.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The one log line of a decision: a JSON object on category {@code drover.decision}. */
final class DecisionLine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DecisionLine() {}

  static String of(Decision decision) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", decision.id());
    line.put("at", decision.at().toString());
    line.put("loop", decision.loop());
    line.put("instance", decision.instance());
    line.put("service", decision.service());
    line.put("outcome", outcome(decision));
    line.put("summary", decision.summary());
    line.put("reasons", reasons(decision.plan()));
    line.put(
        "steps", decision.plan().steps().stream().map(step -> step.action().describe()).toList());
    line.put("results", decision.results().stream().map(Outcome::code).toList());
    try {
      return JSON.writeValueAsString(line);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("texts and lists are always JSON", impossible);
    }
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
