package io.drover.scaling.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Decision;
import io.drover.core.model.Allotment;
import io.drover.core.policy.ReplicaWindow.Opening;
import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.TimeWindow;
import io.drover.scaling.decide.vertical.Amounts;
import io.drover.scaling.record.ResizeStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Writes {@code GET /v1/resize}: what tasks have, what they should have, what holds it back. */
final class SizesAnswer {
  private static final int DIGITS = 2;

  private SizesAnswer() {}

  static ArrayNode write(List<ResizeStatus> statuses, Instant now) {
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    statuses.forEach(status -> write(answer.addObject(), status, now));
    return answer;
  }

  private static void write(ObjectNode json, ResizeStatus status, Instant now) {
    ResizePolicy policy = status.rules().policy();
    json.put("service", status.service());
    json.put("id", status.serviceId());
    json.put("mode", policy.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.put("source", status.rules().origin());
    json.put("observing", status.observing());
    allotment(json.putObject("current"), status.current());
    ResizeAnswer.recommendation(json, status.estimate());
    json.put("samples", status.samples());
    json.put("days", BigDecimal.valueOf(status.days()).setScale(DIGITS, RoundingMode.HALF_UP));
    windows(json.putArray("windows"), policy.windows(), now);
    decision(json.putObject("decision"), status.last());
  }

  private static void allotment(ObjectNode json, Allotment current) {
    ResizeAnswer.amounts(json.putObject("reservations"), Amounts.of(current.reservations()));
    ResizeAnswer.amounts(json.putObject("limits"), Amounts.of(current.limits()));
  }

  private static void windows(ArrayNode json, List<TimeWindow> windows, Instant now) {
    for (TimeWindow window : windows) {
      ObjectNode one = json.addObject().put("window", window.toString());
      one.put("open", window.openAt(now).isPresent());
      window.next(now, 1).stream()
          .map(Opening::start)
          .forEach(start -> one.put("next", start.toString()));
    }
  }

  private static void decision(ObjectNode json, Decision last) {
    json.put("id", last.id());
    json.put("at", last.at().toString());
    json.put("summary", last.summary());
    ArrayNode reasons = json.putArray("reasons");
    last.plan()
        .reasons()
        .forEach(
            reason -> reasons.addObject().put("code", reason.code()).put("text", reason.text()));
    ArrayNode held = json.putArray("heldBack");
    last.plan()
        .held()
        .forEach(
            step ->
                held.addObject()
                    .put("action", step.step().action().describe())
                    .put("code", step.by().code())
                    .put("why", step.by().text()));
    ArrayNode results = json.putArray("results");
    last.results().forEach(outcome -> results.add(outcome.code()));
  }
}
