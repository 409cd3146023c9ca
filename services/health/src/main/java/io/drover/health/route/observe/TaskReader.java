package io.drover.health.route.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.NodeView;
import io.drover.core.model.Reading;
import io.drover.core.model.TaskView;
import io.drover.engine.EngineReader;
import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.Health;
import io.drover.health.route.decide.RouteTask;
import io.drover.health.route.decide.TaskAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads tasks as the Engine API writes them, with what routing needs beside the usual view.
 *
 * @param addresses how a task's address is found
 */
public record TaskReader(TaskAddress addresses) {
  private static final String DOWN = "down";

  /**
   * Reads one task.
   *
   * @param port the port of its service's label
   * @param nodes the nodes by id
   * @param at when it was asked for
   * @param health what its checks came to, by its id
   */
  public RouteTask read(
      JsonNode json,
      int port,
      Map<String, NodeView> nodes,
      Instant at,
      Function<String, Health> health) {
    TaskView task = EngineReader.task(json);
    NodeView node = nodes.get(task.nodeId());
    Reading<Endpoint> endpoint =
        addresses.find(
            attachments(json), hostPorts(json), port, node == null ? "" : node.address(), at);
    return new RouteTask(
        task.id(),
        node == null ? task.nodeId() : node.hostname(),
        node == null || !node.state().equals(DOWN),
        task.state(),
        task.desiredState(),
        task.stateSince(),
        endpoint,
        health.apply(task.id()));
  }

  private static List<TaskAddress.Attachment> attachments(JsonNode json) {
    List<TaskAddress.Attachment> attachments = new ArrayList<>();
    for (JsonNode one : json.path("NetworksAttachments")) {
      JsonNode network = one.path("Network");
      JsonNode spec = network.path("Spec");
      for (JsonNode address : one.path("Addresses")) {
        attachments.add(
            new TaskAddress.Attachment(
                network.path("ID").asText(""),
                spec.path("Name").asText(""),
                spec.path("Ingress").asBoolean(),
                address.asText("").replaceFirst("/.*", "")));
      }
    }
    return attachments;
  }

  private static List<TaskAddress.HostPort> hostPorts(JsonNode json) {
    List<TaskAddress.HostPort> ports = new ArrayList<>();
    for (JsonNode port : json.path("Status").path("PortStatus").path("Ports")) {
      if (port.path("PublishMode").asText("").equals("host")) {
        ports.add(
            new TaskAddress.HostPort(
                port.path("TargetPort").asInt(), port.path("PublishedPort").asInt()));
      }
    }
    return ports;
  }
}
