package io.drover.scaling.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.policy.ResourceKind;
import io.drover.scaling.decide.MilliText;
import io.drover.scaling.decide.vertical.Amounts;
import io.drover.scaling.decide.vertical.VerticalResult;
import io.drover.scaling.decide.vertical.VerticalResult.Change;
import io.drover.scaling.decide.vertical.VerticalResult.Estimate;

/**
 * Writes the answer of {@code POST /v1/resize/evaluate}, whose format the design document fixes.
 */
final class ResizeAnswer {
  private ResizeAnswer() {}

  static ObjectNode write(VerticalResult result) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    recommendation(answer, result.estimate());
    switch (result.change()) {
      case Change.Leave leave -> answer.putNull("apply");
      case Change.Apply(Amounts reservations, Amounts limits) -> {
        ObjectNode apply = answer.putObject("apply");
        amounts(apply.putObject("reservations"), reservations);
        amounts(apply.putObject("limits"), limits);
      }
    }
    answer.put("explanation", result.explanation());
    return answer;
  }

  static void recommendation(ObjectNode answer, Estimate estimate) {
    switch (estimate) {
      case Estimate.None none -> answer.putNull("recommendation");
      case Estimate.Known(var target, var lower, var upper, var uncapped) -> {
        ObjectNode recommendation = answer.putObject("recommendation");
        amounts(recommendation.putObject("target"), target);
        amounts(recommendation.putObject("lowerBound"), lower);
        amounts(recommendation.putObject("upperBound"), upper);
        amounts(recommendation.putObject("uncappedTarget"), uncapped);
      }
    }
  }

  static void amounts(ObjectNode json, Amounts amounts) {
    for (ResourceKind resource : ResourceKind.values()) {
      amounts
          .of(resource)
          .ifPresent(
              amount ->
                  json.put(
                      ResizeRequest.name(resource),
                      MilliText.quantity(resource == ResourceKind.CPU ? amount : amount * 1000)));
    }
  }
}
