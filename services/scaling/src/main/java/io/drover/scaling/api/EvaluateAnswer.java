package io.drover.scaling.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.policy.HorizontalSpec;
import io.drover.scaling.decide.HorizontalResult;
import io.drover.scaling.decide.MetricResult;
import io.drover.scaling.decide.MilliText;

/**
 * Writes the answer of {@code POST /v1/scaling/evaluate}, whose format the design document fixes.
 */
final class EvaluateAnswer {
  private EvaluateAnswer() {}

  static ObjectNode write(HorizontalResult result) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("desiredReplicas", result.desired());
    result
        .recommended()
        .ifPresentOrElse(
            replicas -> answer.put("recommendedReplicas", replicas),
            () -> answer.putNull("recommendedReplicas"));
    answer.put("scaled", result.scaled());
    ArrayNode conditions = answer.putArray("conditions");
    for (HorizontalResult.Condition condition : result.conditions()) {
      conditions
          .addObject()
          .put("type", condition.type())
          .put("status", condition.status())
          .put("reason", condition.reason())
          .put("message", condition.message());
    }
    ArrayNode metrics = answer.putArray("metrics");
    result.metrics().forEach(metric -> metrics.add(metric(metric)));
    result
        .error()
        .ifPresentOrElse(error -> answer.put("error", error), () -> answer.putNull("error"));
    answer.put("explanation", result.explanation());
    return answer;
  }

  private static ObjectNode metric(MetricResult result) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", result.metric().name());
    boolean invalid = result.metric().source() == HorizontalSpec.Source.INVALID;
    node.put("type", invalid ? result.metric().name() : result.metric().source().apiName());
    node.putNull("currentUtilization");
    node.putNull("currentAverageValue");
    node.putNull("currentValue");
    node.putNull("proposedReplicas");
    node.putNull("error");
    switch (result) {
      case MetricResult.Failure failure -> node.put("error", failure.why());
      case MetricResult.Proposal proposal -> {
        node.put("proposedReplicas", proposal.replicas());
        proposal.utilization().ifPresent(percent -> node.put("currentUtilization", percent));
        proposal
            .average()
            .ifPresent(milli -> node.put("currentAverageValue", MilliText.quantity(milli)));
        proposal.value().ifPresent(milli -> node.put("currentValue", MilliText.quantity(milli)));
      }
    }
    return node;
  }
}
