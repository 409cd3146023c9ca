package io.drover.backup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.backup.act.NodeAgent;
import io.drover.backup.act.NodeAgents;
import io.drover.backup.act.NodeVolume;
import io.drover.backup.decide.restore.Names;
import io.drover.backup.decide.restore.RestoreFacts;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.Sha256;
import io.drover.backup.manifest.VolumeEntry;
import io.drover.backup.observe.RunFactsReader;
import io.drover.backup.observe.StackDocument;
import io.drover.backup.observe.SwarmState;
import io.drover.core.model.NodeView;
import io.drover.engine.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads what a restore's plan is made of. */
final class RestoreFactsReader {
  private static final Set<String> EVERYWHERE =
      Set.of("bridge", "host", "none", "docker_gwbridge", "ingress");

  private RestoreFactsReader() {}

  static Names names(RestoreRequest request) {
    String stack = request.backup().stack();
    return new Names(stack.equals(BackupId.NO_STACK) ? "" : stack, target(request, stack));
  }

  private static String target(RestoreRequest request, String stack) {
    return request.as().equals(stack) && stack.equals(BackupId.NO_STACK) ? "" : request.as();
  }

  /**
   * The facts; asks the agents for each volume that the backup holds.
   *
   * @param ours what this restore itself made before it was cut off
   */
  static RestoreFacts read(
      RestoreRequest request,
      Manifest manifest,
      StackDocument document,
      SwarmState state,
      NodeAgents.Found agents,
      Set<String> ours) {
    Names names = names(request);
    RestoreFacts.Held held = held(manifest, document);
    return new RestoreFacts(names, request.wish(), held, present(names, held, state, agents, ours));
  }

  private static RestoreFacts.Held held(Manifest manifest, StackDocument document) {
    Map<String, Boolean> local = new HashMap<>();
    List<RestoreFacts.Service> services = new ArrayList<>();
    for (RawJson raw : document.services()) {
      JsonNode tree = raw.tree();
      RunFactsReader.mounts(tree).forEach(mount -> local.put(mount.source(), !mount.shared()));
      services.add(service(tree));
    }
    List<RestoreFacts.Volume> volumes = new ArrayList<>();
    for (VolumeEntry volume : manifest.volumes()) {
      volumes.add(
          new RestoreFacts.Volume(
              volume.name(),
              volume.node(),
              volume.driver().equals("local") && local.getOrDefault(volume.name(), true),
              volume.services(),
              volume.bytes()));
    }
    return new RestoreFacts.Held(
        document.networks().stream()
            .map(RawJson::tree)
            .filter(one -> !one.path("Ingress").asBoolean())
            .map(one -> one.path("Name").asText(""))
            .filter(name -> !EVERYWHERE.contains(name))
            .toList(),
        configs(document.configs()),
        volumes,
        services);
  }

  private static RestoreFacts.Service service(JsonNode service) {
    JsonNode spec = service.path("Spec");
    JsonNode task = spec.path("TaskTemplate");
    List<String> constraints = new ArrayList<>();
    task.path("Placement").path("Constraints").forEach(one -> constraints.add(one.asText("")));
    Set<String> secrets = new HashSet<>();
    task.path("ContainerSpec")
        .path("Secrets")
        .forEach(one -> secrets.add(one.path("SecretName").asText("")));
    return new RestoreFacts.Service(
        spec.path("Name").asText(""),
        task.path("ContainerSpec").path("Image").asText(""),
        spec.path("Mode").has("Global"),
        constraints,
        secrets,
        ports(spec));
  }

  /** Ports of mode host are a node's own; the others the whole Swarm has one of. */
  private static Set<Integer> ports(JsonNode spec) {
    Set<Integer> ports = new HashSet<>();
    for (JsonNode port : spec.path("EndpointSpec").path("Ports")) {
      int published = port.path("PublishedPort").asInt();
      if (published > 0 && !port.path("PublishMode").asText("").equals("host")) {
        ports.add(published);
      }
    }
    return ports;
  }

  private static Map<String, String> configs(List<RawJson> configs) {
    Map<String, String> digests = new TreeMap<>();
    for (RawJson config : configs) {
      JsonNode spec = config.tree().path("Spec");
      digests.put(
          spec.path("Name").asText(""),
          Sha256.of(spec.path("Data").asText("").getBytes(StandardCharsets.UTF_8)));
    }
    return digests;
  }

  private static RestoreFacts.Present present(
      Names names,
      RestoreFacts.Held held,
      SwarmState state,
      NodeAgents.Found agents,
      Set<String> ours) {
    Map<Integer, String> ports = new HashMap<>();
    Set<String> services = new HashSet<>();
    for (RawJson raw : state.services()) {
      JsonNode spec = raw.tree().path("Spec");
      String name = spec.path("Name").asText("");
      services.add(name);
      ports(spec).forEach(port -> ports.put(port, name));
    }
    Set<String> volumes =
        held.volumes().stream()
            .map(volume -> names.ofVolume(volume.name()))
            .collect(Collectors.toSet());
    return new RestoreFacts.Present(
        texts(state.networks(), "/Name"),
        configs(state.configs()),
        texts(state.secrets(), "/Spec/Name"),
        services,
        ports,
        state.nodeViews().stream().map(node -> node(node, agents, volumes)).toList(),
        ours);
  }

  private static Set<String> texts(List<RawJson> objects, String pointer) {
    return objects.stream()
        .map(object -> object.tree().at(pointer).asText(""))
        .collect(Collectors.toSet());
  }

  private static RestoreFacts.Node node(NodeView node, NodeAgents.Found agents, Set<String> names) {
    Map<String, List<String>> there = new HashMap<>();
    boolean answers = agents.of(node.id()).isPresent();
    if (answers) {
      NodeAgent agent = agents.of(node.id()).orElseThrow();
      try {
        for (String name : names) {
          Optional<NodeVolume> volume = agent.volume(name);
          volume.ifPresent(found -> there.put(name, found.users()));
        }
      } catch (IOException silent) {
        answers = false;
      }
    }
    return new RestoreFacts.Node(
        node.id(),
        node.hostname(),
        answers && node.isReady() && node.availability().equals("active"),
        there);
  }
}
