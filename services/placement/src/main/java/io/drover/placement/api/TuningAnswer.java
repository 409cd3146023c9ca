package io.drover.placement.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Decision;
import io.drover.placement.decide.tuning.AgentTuning;
import io.drover.placement.decide.tuning.TuningInput;
import io.drover.placement.decide.tuning.TuningWish;
import io.drover.placement.record.TuningBoard;
import java.util.List;

/** Writes {@code GET /v1/tuning}: services with what they ask for and what their tasks have. */
final class TuningAnswer {
  private TuningAnswer() {}

  static ObjectNode write(TuningBoard.State state) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode services = answer.putArray("services");
    for (TuningInput input : state.services()) {
      ObjectNode json = services.addObject();
      write(json, input);
      Decision decision = state.decisions().get(input.serviceId());
      if (decision != null) {
        write(json.putObject("decision"), decision);
      }
    }
    answer.put("complete", state.missing().isEmpty());
    ArrayNode missing = answer.putArray("missing");
    state.missing().forEach(missing::add);
    return answer;
  }

  private static void write(ObjectNode json, TuningInput input) {
    json.put("service", input.service()).put("id", input.serviceId());
    switch (input.wish()) {
      case TuningWish.Asks(var labels, boolean observing) -> {
        json.put("mode", observing ? "observe" : "enforce");
        ObjectNode asked = json.putObject("labels");
        labels.forEach(asked::put);
      }
      case TuningWish.Wrong(List<String> problems) -> {
        ArrayNode wrong = json.putArray("problems");
        problems.forEach(wrong::add);
      }
    }
    ArrayNode tasks = json.putArray("tasks");
    for (AgentTuning agent : input.agents()) {
      agent.tasks().stream()
          .filter(task -> task.serviceId().equals(input.serviceId()))
          .forEach(task -> write(tasks.addObject(), agent, task));
    }
  }

  private static void write(ObjectNode json, AgentTuning agent, AgentTuning.TaskTuning task) {
    json.put("node", agent.node()).put("task", task.task()).put("taskId", task.taskId());
    ArrayNode settings = json.putArray("settings");
    for (AgentTuning.Setting one : task.settings()) {
      ObjectNode setting =
          settings
              .addObject()
              .put("label", one.label())
              .put("wanted", one.wanted())
              .put("actual", one.actual())
              .put("applied", one.applied());
      if (!one.reason().isEmpty()) {
        setting.put("reason", one.reason());
      }
    }
  }

  private static void write(ObjectNode json, Decision decision) {
    json.put("id", decision.id()).put("at", decision.at().toString());
    json.put("summary", decision.summary());
    ArrayNode held = json.putArray("heldBack");
    decision
        .plan()
        .held()
        .forEach(
            step -> held.addObject().put("code", step.by().code()).put("why", step.by().text()));
  }
}
