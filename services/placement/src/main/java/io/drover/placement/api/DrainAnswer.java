package io.drover.placement.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Reason;
import io.drover.core.model.NodeView;
import io.drover.placement.act.moves.DrainIntents.Stored;
import io.drover.placement.decide.moves.DrainIntent;
import io.drover.placement.decide.moves.DrainPlan;
import io.drover.runtime.http.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Drains as JSON. */
final class DrainAnswer {
  private DrainAnswer() {}

  /**
   * A plan: {@code safe} says that no task stops before another one runs in its place, {@code
   * possible} that it can be done at all, with {@code allowStop} where it is not safe.
   */
  static ObjectNode plan(NodeView node, DrainPlan plan) {
    ObjectNode json = node(node);
    json.put("possible", plan.against(true).isEmpty());
    json.put("safe", plan.against(false).isEmpty());
    reasons(json.putArray("refusals"), plan.against(true));
    reasons(json.putArray("notes"), plan.notes());
    ArrayNode services = json.putArray("services");
    for (DrainPlan.Line line : plan.services()) {
      ObjectNode service = services.addObject();
      service.put("service", line.serviceName()).put("id", line.serviceId());
      service.put("tasks", line.tasks()).put("how", line.how().name().toLowerCase(Locale.ROOT));
      service.put("from", line.from()).put("to", line.to());
      ObjectNode lands = service.putObject("lands");
      line.lands().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(land -> lands.put(land.getKey(), land.getValue()));
      service.put("code", line.why().code()).put("why", line.why().text());
    }
    return json;
  }

  /** How far a drain is; the stage is {@code none} where none is under way. */
  static ObjectNode status(NodeView node, Optional<Stored> stored, Optional<Reason> last) {
    ObjectNode json = node(node);
    if (stored.isEmpty()) {
      json.put("stage", "none");
    } else {
      switch (stored.get()) {
        case Stored.Known(DrainIntent intent, var object) -> intent(json, intent);
        case Stored.Unreadable(String id, String why) ->
            json.put("stage", "unreadable").put("why", why);
      }
    }
    last.ifPresent(reason -> json.put("code", reason.code()).put("says", reason.text()));
    return json;
  }

  private static void intent(ObjectNode json, DrainIntent intent) {
    json.put("stage", intent.stage().name().toLowerCase(Locale.ROOT));
    json.put("by", intent.order().by()).put("why", intent.order().why());
    json.put("since", intent.order().at().toString());
    json.put("allowStop", intent.order().allowStop());
    ArrayNode surges = json.putArray("raised");
    intent
        .surges()
        .forEach(
            (id, surge) ->
                surges
                    .addObject()
                    .put("service", surge.serviceName())
                    .put("id", id)
                    .put("from", surge.documented())
                    .put("to", surge.raised())
                    .put("keep", surge.keep()));
  }

  private static ObjectNode node(NodeView node) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("node", node.hostname())
        .put("id", node.id())
        .put("role", node.role())
        .put("state", node.state())
        .put("availability", node.availability());
  }

  static void reasons(ArrayNode json, List<Reason> reasons) {
    reasons.forEach(
        reason -> json.addObject().put("code", reason.code()).put("text", reason.text()));
  }

  /** Why an order is not taken: all reasons. */
  static ProblemException refusal(NodeView node, List<Reason> against) {
    return ProblemException.conflict(
        "%s can't be drained like this".formatted(node.hostname()),
        against.stream().map(Reason::toString).toList());
  }
}
