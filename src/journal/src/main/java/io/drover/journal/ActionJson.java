package io.drover.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Action;

/** Actions as JSON: one alternative here for each of {@link Action}, told apart by "type". */
final class ActionJson {
  private ActionJson() {}

  static ObjectNode write(Action action, ObjectNode json) {
    return switch (action) {
      case Action.SetReplicas set -> {
        json.put("type", "SetReplicas");
        JsonText.put(json, "serviceId", set.serviceId());
        JsonText.put(json, "serviceName", set.serviceName());
        yield json.put("version", set.version()).put("from", set.from()).put("to", set.to());
      }
    };
  }

  static Action read(JsonNode json) {
    String type = JsonText.get(json, "type");
    return switch (type) {
      case "SetReplicas" ->
          new Action.SetReplicas(
              JsonText.get(json, "serviceId"),
              JsonText.get(json, "serviceName"),
              JsonText.number(json, "version"),
              Math.toIntExact(JsonText.number(json, "from")),
              Math.toIntExact(JsonText.number(json, "to")));
      default -> throw new MalformedDecisionException("action type is not known: " + type);
    };
  }
}
