package io.drover.placement.observe.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.placement.decide.tuning.AgentTuning;
import io.drover.runtime.agents.AgentCalls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Asks the agents what is tuned, and tells them what is wanted. */
public final class TuningAgents {
  private static final String PATH = "/v1/tuning";

  private final AgentCalls calls;

  /** Agents that are called so. */
  public TuningAgents(AgentCalls calls) {
    this.calls = calls;
  }

  /**
   * What they said.
   *
   * @param agents those that answered, by their node's name
   * @param missing one line for each that did not
   */
  public record Report(List<AgentTuning> agents, List<String> missing) {
    public Report {
      agents =
          agents.stream()
              .sorted(Comparator.comparing(AgentTuning::node).thenComparing(AgentTuning::nodeId))
              .toList();
      missing = List.copyOf(missing);
    }
  }

  /** A service and what it wants. */
  public record Order(String serviceId, String service, SortedMap<String, String> labels) {}

  /** Asks all. */
  public Report ask() {
    return report(calls.askAll(PATH, (agent, json) -> read(json)));
  }

  /**
   * Tells all of them the whole of what is wanted.
   *
   * @param left ids of services for which nothing changes
   */
  public Report tell(Collection<Order> orders, Collection<String> left) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode services = body.putArray("services");
    for (Order order : orders) {
      ObjectNode json = services.addObject();
      json.put("id", order.serviceId()).put("name", order.service());
      ObjectNode labels = json.putObject("labels");
      order.labels().forEach(labels::put);
    }
    ArrayNode leave = body.putArray("leave");
    left.forEach(leave::add);
    return report(calls.postAll(PATH, body, (agent, json) -> read(json)));
  }

  private static Report report(AgentCalls.Answers<AgentTuning> answers) {
    return new Report(List.copyOf(answers.byAgent().values()), answers.failures());
  }

  private static AgentTuning read(JsonNode json) {
    Map<String, SortedMap<String, String>> told = new HashMap<>();
    for (JsonNode service : json.path("services")) {
      SortedMap<String, String> labels = new TreeMap<>();
      service
          .path("labels")
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asText("")));
      told.put(service.path("id").asText(""), labels);
    }
    List<AgentTuning.TaskTuning> tasks = new ArrayList<>();
    json.path("containers").forEach(container -> tasks.add(task(container)));
    return new AgentTuning(
        json.path("node").path("id").asText(""),
        json.path("node").path("hostname").asText(""),
        told,
        tasks,
        json.path("problem").asText(""));
  }

  private static AgentTuning.TaskTuning task(JsonNode json) {
    List<AgentTuning.Setting> settings = new ArrayList<>();
    for (JsonNode one : json.path("settings")) {
      settings.add(
          new AgentTuning.Setting(
              one.path("label").asText(""),
              one.path("wanted").asText(""),
              one.path("actual").asText(""),
              one.path("applied").asBoolean(),
              one.path("reason").asText("")));
    }
    return new AgentTuning.TaskTuning(
        json.path("serviceId").asText(""),
        json.path("service").asText(""),
        json.path("task").asText(""),
        json.path("taskId").asText(""),
        settings);
  }
}
