package io.drover.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decisions as JSON, the same in the journal, the API and the logs. Version 1:
 *
 * <pre>{@code
 * { "version": 1, "id": "…", "at": "2026-01-01T12:00:00Z", "loop": "scaling", "instance": "…",
 *   "service": "shop_web", "serviceId": "…", "summary": "…",
 *   "acted": true, "outcome": "applied",
 *   "plan": { "steps":   [ { "action": { "type": "SetReplicas", … }, "reasons": [ REASON, … ] } ],
 *             "held":    [ { "step": { … }, "by": REASON } ],
 *             "reasons": [ REASON, … ] },
 *   "results": [ { "type": "applied", "note": "" },
 *                { "type": "conflict", "message": "…" },
 *                { "type": "failed", "kind": "UNAVAILABLE", "message": "…" } ],
 *   "facts": { "cpu": "82%" } }
 *
 * REASON: { "code": "ScaleUpLimit", "text": "…", "numbers": { "limit": "6" } }
 * }</pre>
 *
 * {@code acted} and {@code outcome} follow from the rest ({@link Verdict}) and are not read back.
 * Fields that are not known are passed over in reading. A text is kept as it is but for NUL and
 * lone surrogates, which neither PostgreSQL's jsonb nor UTF-8 can hold: they become U+FFFD.
 *
 * <p>The mapping is written out, without reflection, so that it works in native images and a
 * renamed record component can't change the format.
 */
public final class DecisionJson {
  /** The version that is written, and the highest that is read. */
  public static final int VERSION = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private DecisionJson() {}

  /** The decision as a tree. */
  public static ObjectNode write(Decision decision) {
    Verdict verdict = Verdict.of(decision);
    ObjectNode json = MAPPER.createObjectNode().put("version", VERSION);
    JsonText.put(json, "id", decision.id());
    json.put("at", decision.at().toString());
    JsonText.put(json, "loop", decision.loop());
    JsonText.put(json, "instance", decision.instance());
    JsonText.put(json, "service", decision.service());
    JsonText.put(json, "serviceId", decision.serviceId());
    JsonText.put(json, "summary", decision.summary());
    json.put("acted", verdict.acted()).put("outcome", verdict.outcome());
    json.set("plan", plan(decision.plan()));
    ArrayNode results = json.putArray("results");
    decision.results().forEach(outcome -> results.add(outcome(outcome)));
    json.set("facts", texts(decision.facts()));
    return json;
  }

  /** The decision as one line of JSON, without a line break. */
  public static String toLine(Decision decision) {
    return write(decision).toString();
  }

  /**
   * Reads what {@link #toLine} wrote.
   *
   * @throws MalformedDecisionException when the text is not a decision in a version that is known
   */
  public static Decision parse(String json) {
    return read(tree(json));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws MalformedDecisionException when the tree is not a decision in a version that is known
   */
  public static Decision read(JsonNode json) {
    int version = json.path("version").asInt(0);
    if (version < 1 || version > VERSION) {
      throw new MalformedDecisionException(
          "decision format " + version + " is not known, only up to " + VERSION);
    }
    try {
      return new Decision(
          JsonText.get(json, "id"),
          Instant.parse(JsonText.get(json, "at")),
          JsonText.get(json, "loop"),
          JsonText.get(json, "instance"),
          JsonText.get(json, "service"),
          JsonText.get(json, "serviceId"),
          JsonText.get(json, "summary"),
          plan(JsonText.child(json, "plan")),
          JsonText.list(json, "results", DecisionJson::outcome),
          texts(JsonText.child(json, "facts")));
    } catch (DateTimeException | IllegalArgumentException wrong) {
      throw new MalformedDecisionException(wrong.getMessage());
    }
  }

  /**
   * Reads any JSON text and keeps nothing.
   *
   * @throws MalformedDecisionException when {@link #tree} would throw it
   */
  static void requireJson(String json) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      JsonToken token = parser.nextToken();
      while (token != null) {
        token = parser.nextToken();
      }
    } catch (JsonProcessingException broken) {
      throw new MalformedDecisionException("not JSON: " + broken.getOriginalMessage());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Any JSON text as a tree, with the same error as the readers here. */
  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException broken) {
      throw new MalformedDecisionException("not JSON: " + broken.getOriginalMessage());
    }
  }

  private static ObjectNode plan(Plan plan) {
    ObjectNode json = MAPPER.createObjectNode();
    ArrayNode steps = json.putArray("steps");
    plan.steps().forEach(step -> steps.add(step(step)));
    ArrayNode held = json.putArray("held");
    for (Plan.Held one : plan.held()) {
      ObjectNode entry = held.addObject();
      entry.set("step", step(one.step()));
      entry.set("by", reason(one.by()));
    }
    json.set("reasons", reasons(plan.reasons()));
    return json;
  }

  private static Plan plan(JsonNode json) {
    return new Plan(
        JsonText.list(json, "steps", DecisionJson::step),
        JsonText.list(
            json,
            "held",
            held ->
                new Plan.Held(
                    step(JsonText.child(held, "step")), reason(JsonText.child(held, "by")))),
        JsonText.list(json, "reasons", DecisionJson::reason));
  }

  private static ObjectNode step(Plan.Step step) {
    ObjectNode json = MAPPER.createObjectNode();
    json.set("action", ActionJson.write(step.action(), MAPPER.createObjectNode()));
    json.set("reasons", reasons(step.reasons()));
    return json;
  }

  private static Plan.Step step(JsonNode json) {
    return new Plan.Step(
        ActionJson.read(JsonText.child(json, "action")),
        JsonText.list(json, "reasons", DecisionJson::reason));
  }

  private static ArrayNode reasons(List<Reason> reasons) {
    ArrayNode json = MAPPER.createArrayNode();
    reasons.forEach(reason -> json.add(reason(reason)));
    return json;
  }

  private static ObjectNode reason(Reason reason) {
    ObjectNode json = MAPPER.createObjectNode().put("code", reason.code());
    JsonText.put(json, "text", reason.text());
    json.set("numbers", texts(reason.numbers()));
    return json;
  }

  private static Reason reason(JsonNode json) {
    return new Reason(
        JsonText.get(json, "code"),
        JsonText.get(json, "text"),
        texts(JsonText.child(json, "numbers")));
  }

  private static ObjectNode outcome(Outcome outcome) {
    ObjectNode json = MAPPER.createObjectNode();
    return switch (outcome) {
      case Outcome.Applied(String note) -> JsonText.put(json.put("type", "applied"), "note", note);
      case Outcome.Conflict(String message) ->
          JsonText.put(json.put("type", "conflict"), "message", message);
      case Outcome.Failed(Outcome.Kind kind, String message) ->
          JsonText.put(json.put("type", "failed").put("kind", kind.name()), "message", message);
    };
  }

  private static Outcome outcome(JsonNode json) {
    String type = JsonText.get(json, "type");
    return switch (type) {
      case "applied" -> new Outcome.Applied(JsonText.get(json, "note"));
      case "conflict" -> new Outcome.Conflict(JsonText.get(json, "message"));
      case "failed" ->
          new Outcome.Failed(
              Outcome.Kind.valueOf(JsonText.get(json, "kind")), JsonText.get(json, "message"));
      default -> throw new MalformedDecisionException("outcome type is not known: " + type);
    };
  }

  private static ObjectNode texts(Map<String, String> texts) {
    ObjectNode json = MAPPER.createObjectNode();
    new TreeMap<>(texts).forEach((key, text) -> JsonText.put(json, key, text));
    return json;
  }

  private static Map<String, String> texts(JsonNode json) {
    Map<String, String> texts = new TreeMap<>();
    json.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }
}
