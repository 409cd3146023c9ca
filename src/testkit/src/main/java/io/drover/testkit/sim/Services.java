package io.drover.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services; each spec is kept as the text that it was written in. */
final class Services {
  private final Raft raft;
  private final Events events;
  private final Tasks tasks;
  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<String, String> idsByName = new LinkedHashMap<>();
  private final Map<String, List<String>> updates = new LinkedHashMap<>();
  private int duringRollouts;

  /** A service. Changed only by making a new one. */
  record Service(
      String id,
      long version,
      String createdAt,
      String updatedAt,
      String name,
      String spec,
      String previousSpec,
      String updateState) {

    Service at(long newVersion, String newUpdateState) {
      return new Service(
          id, newVersion, createdAt, updatedAt, name, spec, previousSpec, newUpdateState);
    }

    boolean isRolling() {
      return updateState.equals("updating") || updateState.startsWith("rollback_started");
    }

    String document() {
      ObjectNode json = Json.object(id, version).put("CreatedAt", createdAt);
      json.put("UpdatedAt", updatedAt);
      json.putRawValue("Spec", Json.raw(spec));
      if (!previousSpec.isEmpty()) {
        json.putRawValue("PreviousSpec", Json.raw(previousSpec));
      }
      json.putObject("Endpoint").putObject("Spec");
      if (!updateState.isEmpty()) {
        json.putObject("UpdateStatus").put("State", updateState).put("StartedAt", updatedAt);
      }
      return Json.write(json);
    }
  }

  Services(Raft raft, Events events, Tasks tasks) {
    this.raft = raft;
    this.events = events;
    this.tasks = tasks;
  }

  synchronized Reply create(String spec) {
    Optional<JsonNode> tree = Json.read(spec);
    String name = tree.map(json -> json.path("Name").asText()).orElse("");
    if (name.isEmpty()) {
      return Reply.error(400, "rpc error: code = InvalidArgument desc = service: no name");
    }
    if (idsByName.containsKey(name)) {
      return Reply.error(
          409, "rpc error: code = AlreadyExists desc = name conflicts with an existing object");
    }
    String now = raft.now().toString();
    Service service = new Service(raft.newId("service"), raft.next(), now, now, name, spec, "", "");
    services.put(service.id(), service);
    idsByName.put(name, service.id());
    scaleTasks(service.id(), tree.orElseThrow());
    events.tell("service", "create", service.id(), Map.of("name", name));
    return new Reply(201, Json.write(Json.object().put("ID", service.id())));
  }

  synchronized Reply update(String idOrName, long version, String spec) {
    Optional<Service> found = find(idOrName);
    if (found.isEmpty()) {
      return Reply.notFound("service", idOrName);
    }
    Service old = found.orElseThrow();
    Optional<JsonNode> tree = Json.read(spec);
    if (tree.isEmpty()) {
      return Reply.error(400, "invalid JSON");
    }
    if (!tree.get().path("Name").asText().equals(old.name())) {
      return Reply.error(
          501, "rpc error: code = Unimplemented desc = renaming services is not supported");
    }
    if (old.version() != version) {
      return Reply.outOfSequence();
    }
    if (old.isRolling()) {
      duringRollouts++;
    }
    // like swarmkit, an update forgets how the one before went
    Service updated =
        new Service(
            old.id(),
            raft.next(),
            old.createdAt(),
            raft.now().toString(),
            old.name(),
            spec,
            old.spec(),
            "");
    services.put(old.id(), updated);
    updates.computeIfAbsent(old.id(), id -> new ArrayList<>()).add(spec);
    scaleTasks(old.id(), tree.get());
    events.tell("service", "update", old.id(), Map.of("name", old.name()));
    return Reply.ok("{\"Warnings\":null}");
  }

  private void scaleTasks(String id, JsonNode spec) {
    if (spec.path("Mode").has("Global")) {
      tasks.spread(id);
    } else if (spec.path("Mode").has("Replicated")) {
      tasks.scale(id, spec.path("Mode").path("Replicated").path("Replicas").asInt(1));
    }
  }

  /** Changes nothing but the version and where the last update stands. */
  synchronized void touch(String idOrName, Optional<String> updateState) {
    Optional<Service> found = find(idOrName);
    found.ifPresent(
        old -> {
          Service touched = old.at(raft.next(), updateState.orElse(old.updateState()));
          services.put(old.id(), touched);
          events.tell("service", "update", old.id(), Map.of("name", old.name()));
        });
  }

  synchronized Reply remove(String idOrName) {
    Optional<Service> found = find(idOrName);
    if (found.isEmpty()) {
      return Reply.notFound("service", idOrName);
    }
    Service gone = services.remove(found.orElseThrow().id());
    idsByName.remove(gone.name());
    tasks.removeAll(gone.id());
    events.tell("service", "remove", gone.id(), Map.of("name", gone.name()));
    return Reply.ok("");
  }

  synchronized Reply list(Filters filters) {
    List<String> documents =
        services.values().stream()
            .filter(service -> filters.allowName(service.name()))
            .filter(service -> filters.allow("id", service.id()))
            .filter(service -> allowLabels(filters, service))
            .map(Service::document)
            .toList();
    return Reply.ok("[" + String.join(",", documents) + "]");
  }

  private static boolean allowLabels(Filters filters, Service service) {
    return !filters.values().containsKey("label")
        || filters.allowLabels(Json.texts(Json.read(service.spec()).orElseThrow().path("Labels")));
  }

  synchronized Reply inspect(String idOrName) {
    return find(idOrName)
        .map(service -> Reply.ok(service.document()))
        .orElse(Reply.notFound("service", idOrName));
  }

  synchronized Optional<Service> find(String idOrName) {
    return Optional.ofNullable(services.get(idsByName.getOrDefault(idOrName, idOrName)));
  }

  /** The specs that a service was updated to, in order. */
  synchronized List<String> updates(String id) {
    return List.copyOf(updates.getOrDefault(id, List.of()));
  }

  synchronized int updatesDuringRollouts() {
    return duringRollouts;
  }
}
