package io.drover.backup.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.NodeView;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.engine.Engine;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A Swarm's objects as its manager sent them, byte for byte.
 *
 * @param at when they were asked for
 * @param services with their specs
 * @param tasks their tasks
 * @param nodes the nodes
 * @param networks the networks
 * @param configs with their data
 * @param secrets without their values, which nobody can read
 */
public record SwarmState(
    Instant at,
    List<RawJson> services,
    List<RawJson> tasks,
    List<RawJson> nodes,
    List<RawJson> networks,
    List<RawJson> configs,
    List<RawJson> secrets) {
  public SwarmState {
    services = List.copyOf(services);
    tasks = List.copyOf(tasks);
    nodes = List.copyOf(nodes);
    networks = List.copyOf(networks);
    configs = List.copyOf(configs);
    secrets = List.copyOf(secrets);
  }

  /**
   * Reads them, one list after the other.
   *
   * @throws io.drover.engine.EngineException when the engine can't be read from
   */
  public static SwarmState read(Engine engine, Instant at) {
    return new SwarmState(
        at,
        engine.list("/services"),
        engine.list("/tasks"),
        engine.list("/nodes"),
        engine.list("/networks"),
        engine.list("/configs"),
        engine.list("/secrets"));
  }

  /** The services reduced to what decisions need. */
  public List<ServiceView> serviceViews() {
    return services.stream().map(one -> EngineReader.service(one.tree())).toList();
  }

  /** The tasks reduced to what decisions need. */
  public List<TaskView> taskViews() {
    return tasks.stream().map(one -> EngineReader.task(one.tree())).toList();
  }

  /** The nodes reduced to what decisions need. */
  public List<NodeView> nodeViews() {
    return nodes.stream().map(one -> EngineReader.node(one.tree())).toList();
  }

  /**
   * What belongs to some of the services: these, and the networks, configs and secrets that they
   * use or that are marked as their stack's. The nodes stay whole.
   *
   * @param stack whose marked objects come along; empty text for none
   */
  public SwarmState only(Set<String> serviceIds, String stack) {
    List<RawJson> some =
        services.stream().filter(one -> serviceIds.contains(text(one.tree(), "/ID"))).toList();
    Set<String> networkNames = new HashSet<>();
    Set<String> configIds = new HashSet<>();
    Set<String> secretIds = new HashSet<>();
    for (RawJson service : some) {
      JsonNode spec = service.tree().path("Spec");
      JsonNode task = spec.path("TaskTemplate");
      task.path("Networks").forEach(one -> networkNames.add(one.path("Target").asText("")));
      spec.path("Networks").forEach(one -> networkNames.add(one.path("Target").asText("")));
      task.path("ContainerSpec")
          .path("Configs")
          .forEach(one -> configIds.add(one.path("ConfigID").asText("")));
      task.path("ContainerSpec")
          .path("Secrets")
          .forEach(one -> secretIds.add(one.path("SecretID").asText("")));
    }
    Predicate<JsonNode> network =
        one ->
            networkNames.contains(text(one, "/Id"))
                || networkNames.contains(text(one, "/Name"))
                || isMarked(one.path("Labels"), stack);
    return new SwarmState(
        at,
        some,
        tasks.stream().filter(one -> serviceIds.contains(text(one.tree(), "/ServiceID"))).toList(),
        nodes,
        networks.stream().filter(one -> network.test(one.tree())).toList(),
        configs.stream().filter(one -> isUsed(one.tree(), configIds, stack)).toList(),
        secrets.stream().filter(one -> isUsed(one.tree(), secretIds, stack)).toList());
  }

  private static boolean isUsed(JsonNode object, Set<String> ids, String stack) {
    return ids.contains(text(object, "/ID")) || isMarked(object.path("Spec").path("Labels"), stack);
  }

  private static boolean isMarked(JsonNode labels, String stack) {
    return !stack.isEmpty() && stack.equals(labels.path(ServiceView.STACK_LABEL).asText(""));
  }

  private static String text(JsonNode json, String pointer) {
    return json.at(pointer).asText("");
  }

  /** The raw service of this name. */
  public Optional<RawJson> service(String name) {
    return services.stream().filter(one -> text(one.tree(), "/Spec/Name").equals(name)).findFirst();
  }
}
