package io.drover.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the Engine API's objects into the core records: a pure mapping that takes every document.
 * Unknown members are ignored. Missing text is empty, missing numbers are 0, missing resources are
 * not declared. A missing moment, which Go writes as the year 1, is {@link Instant#EPOCH}.
 */
public final class EngineReader {
  private EngineReader() {}

  /** Reads one object of {@code GET /services}. */
  public static ServiceView service(JsonNode json) {
    JsonNode spec = json.path("Spec");
    JsonNode task = spec.path("TaskTemplate");
    Instant createdAt = moment(json.path("CreatedAt"), Instant.EPOCH);
    return new ServiceView(
        text(json.path("ID")),
        text(spec.path("Name")),
        json.path("Version").path("Index").asLong(),
        mode(spec.path("Mode")),
        texts(spec.path("Labels")),
        texts(task.path("ContainerSpec").path("Labels")),
        resources(task.path("Resources").path("Reservations")),
        resources(task.path("Resources").path("Limits")),
        Rollout.of(text(json.path("UpdateStatus").path("State"))),
        createdAt,
        moment(json.path("UpdatedAt"), createdAt));
  }

  /** Reads one object of {@code GET /tasks}. */
  public static TaskView task(JsonNode json) {
    JsonNode status = json.path("Status");
    Instant createdAt = moment(json.path("CreatedAt"), Instant.EPOCH);
    Instant updatedAt = moment(json.path("UpdatedAt"), createdAt);
    String error = text(status.path("Err"));
    return new TaskView(
        text(json.path("ID")),
        text(json.path("ServiceID")),
        json.path("Slot").asInt(),
        text(json.path("NodeID")),
        text(status.path("ContainerStatus").path("ContainerID")),
        TaskState.of(text(status.path("State"))),
        TaskState.of(text(json.path("DesiredState"))),
        moment(status.path("Timestamp"), updatedAt),
        createdAt,
        error.isEmpty() ? text(status.path("Message")) : error,
        addresses(json.path("NetworksAttachments")));
  }

  private static List<String> addresses(JsonNode attachments) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode network : attachments) {
      for (JsonNode address : network.path("Addresses")) {
        addresses.add(text(address).replaceFirst("/.*", ""));
      }
    }
    return addresses;
  }

  /** Reads one object of {@code GET /nodes}. */
  public static NodeView node(JsonNode json) {
    JsonNode spec = json.path("Spec");
    JsonNode description = json.path("Description");
    JsonNode offered = description.path("Resources");
    return new NodeView(
        text(json.path("ID")),
        text(description.path("Hostname")),
        json.path("Version").path("Index").asLong(),
        text(spec.path("Role")),
        text(spec.path("Availability")),
        text(json.path("Status").path("State")),
        address(json),
        json.path("ManagerStatus").path("Leader").asBoolean(),
        texts(spec.path("Labels")),
        Cpu.ofNanos(Math.max(0, offered.path("NanoCPUs").asLong())),
        Bytes.of(Math.max(0, offered.path("MemoryBytes").asLong())));
  }

  /** A manager may see itself as 0.0.0.0; what the other managers call it says more then. */
  private static String address(JsonNode node) {
    String own = text(node.path("Status").path("Addr"));
    String asManager = text(node.path("ManagerStatus").path("Addr"));
    int port = asManager.lastIndexOf(':');
    return own.equals("0.0.0.0") && port > 0 ? asManager.substring(0, port) : own;
  }

  private static ServiceView.Mode mode(JsonNode mode) {
    if (mode.hasNonNull("Global")) {
      return new ServiceView.Mode.Global();
    }
    if (mode.hasNonNull("Replicated")) {
      // swarmkit's default is one replica
      long replicas = mode.path("Replicated").path("Replicas").asLong(1);
      return new ServiceView.Mode.Replicated((int) Math.clamp(replicas, 0, Integer.MAX_VALUE));
    }
    return mode.fieldNames().hasNext()
        ? new ServiceView.Mode.Other(mode.fieldNames().next())
        : new ServiceView.Mode.Other("");
  }

  private static Resources resources(JsonNode json) {
    Resources resources = Resources.NONE;
    long nanoCpus = json.path("NanoCPUs").asLong();
    if (nanoCpus > 0) {
      resources = resources.withCpu(Cpu.ofNanos(nanoCpus));
    }
    long memory = json.path("MemoryBytes").asLong();
    if (memory > 0) {
      resources = resources.withMemory(Bytes.of(memory));
    }
    long pids = json.path("Pids").asLong();
    return pids > 0 ? resources.withPids(pids) : resources;
  }

  static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(member -> texts.put(member.getKey(), text(member.getValue())));
    return texts;
  }

  private static String text(JsonNode json) {
    return json.asText("");
  }

  private static Instant moment(JsonNode json, Instant otherwise) {
    try {
      Instant moment = Instant.parse(text(json));
      return moment.isBefore(Instant.EPOCH) ? otherwise : moment;
    } catch (DateTimeException e) {
      return otherwise;
    }
  }
}
