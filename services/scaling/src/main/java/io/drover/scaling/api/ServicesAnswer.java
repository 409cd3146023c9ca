package io.drover.scaling.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Reason;
import io.drover.scaling.record.ServiceStatus;
import java.util.List;

/** Writes {@code GET /v1/services}: what an operator asks first. */
final class ServicesAnswer {
  private ServicesAnswer() {}

  static ArrayNode write(List<ServiceStatus> statuses) {
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    statuses.forEach(status -> answer.add(write(status)));
    return answer;
  }

  static ObjectNode write(ServiceStatus status) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("service", status.service());
    node.put("id", status.serviceId());
    node.put("mode", status.mode());
    number(node, "current", status.current());
    node.put("running", status.running());
    number(node, "desired", status.desired());
    number(node, "min", status.min());
    number(node, "max", status.max());
    ObjectNode metrics = node.putObject("metrics");
    status.measured().forEach(metrics::put);
    Decision last = status.last();
    ObjectNode decision = node.putObject("decision");
    decision.put("id", last.id());
    decision.put("at", last.at().toString());
    decision.put("summary", last.summary());
    ArrayNode reasons = decision.putArray("reasons");
    last.plan().reasons().forEach(reason -> reasons.add(reason(reason)));
    ArrayNode held = decision.putArray("heldBack");
    last.plan()
        .held()
        .forEach(
            step ->
                held.addObject()
                    .put("action", step.step().action().describe())
                    .put("code", step.by().code())
                    .put("why", step.by().text()));
    return node;
  }

  private static ObjectNode reason(Reason reason) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("code", reason.code());
    node.put("text", reason.text());
    return node;
  }

  /** What is not known is null, never a number. */
  private static void number(ObjectNode node, String name, int value) {
    if (value < 0) {
      node.putNull(name);
    } else {
      node.put(name, value);
    }
  }
}
