package io.drover.agent.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.model.tuning.ContainerTuning;
import io.drover.agent.record.NodeIdentity;
import io.drover.agent.record.TuningBook;
import io.drover.agent.record.WishJson;
import java.time.Instant;

/** Writes {@code GET /v1/tuning}. */
final class TuningAnswer {
  private TuningAnswer() {}

  static ObjectNode write(NodeIdentity.Identity node, Instant at, TuningBook book) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("node").put("id", node.id()).put("hostname", node.hostname());
    answer.put("at", at.toString());
    ArrayNode services = answer.putArray("services");
    book.wishes().values().forEach(wish -> services.add(WishJson.write(wish)));
    ArrayNode containers = answer.putArray("containers");
    book.report().forEach(one -> write(containers.addObject(), one));
    if (!book.problem().isEmpty()) {
      answer.put("problem", book.problem());
    }
    return answer;
  }

  private static void write(ObjectNode json, ContainerTuning tuning) {
    json.put("service", tuning.container().service());
    json.put("serviceId", tuning.container().serviceId());
    json.put("task", tuning.container().task());
    json.put("taskId", tuning.container().taskId());
    json.put("container", tuning.container().id());
    ArrayNode settings = json.putArray("settings");
    for (ContainerTuning.Applied one : tuning.settings()) {
      ObjectNode setting =
          settings
              .addObject()
              .put("label", one.kind().label())
              .put("wanted", one.wanted())
              .put("actual", one.actual())
              .put("applied", one.done());
      if (!one.reason().isEmpty()) {
        setting.put("reason", one.reason());
      }
    }
  }
}
