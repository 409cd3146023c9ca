package io.drover.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The config objects: unique names, data that never changes, labels swapped by their version. */
final class Configs {
  private final Raft raft;
  private final Events events;
  private final Map<String, Config> configs = new LinkedHashMap<>();

  private record Config(String id, long version, String createdAt, String spec) {
    JsonNode tree() {
      return Json.read(spec).orElseThrow();
    }

    String name() {
      return tree().path("Name").asText();
    }

    Map<String, String> labels() {
      return Json.texts(tree().path("Labels"));
    }

    String document() {
      ObjectNode json = Json.object(id, version).put("CreatedAt", createdAt);
      json.put("UpdatedAt", createdAt);
      json.putRawValue("Spec", Json.raw(spec));
      return Json.write(json);
    }
  }

  Configs(Raft raft, Events events) {
    this.raft = raft;
    this.events = events;
  }

  synchronized Reply list(Filters filters) {
    List<String> documents =
        configs.values().stream()
            .filter(config -> filters.allowName(config.name()))
            .filter(config -> filters.allow("id", config.id()))
            .filter(config -> filters.allowLabels(config.labels()))
            .map(Config::document)
            .toList();
    return Reply.ok("[" + String.join(",", documents) + "]");
  }

  synchronized Reply inspect(String id) {
    return find(id).map(config -> Reply.ok(config.document())).orElse(missing(id));
  }

  synchronized Reply create(String spec) {
    String name = Json.read(spec).map(tree -> tree.path("Name").asText()).orElse("");
    if (name.isEmpty()) {
      return Reply.error(400, "rpc error: code = InvalidArgument desc = config: no name");
    }
    if (find(name).isPresent()) {
      return Reply.error(
          409, "rpc error: code = AlreadyExists desc = config " + name + " already exists");
    }
    Config config = new Config(raft.newId("config"), raft.next(), raft.now().toString(), spec);
    configs.put(config.id(), config);
    events.tell("config", "create", config.id(), Map.of("name", name));
    return new Reply(201, Json.write(Json.object().put("ID", config.id())));
  }

  synchronized Reply update(String id, long version, String spec) {
    Optional<Config> found = find(id);
    if (found.isEmpty()) {
      return missing(id);
    }
    Config old = found.orElseThrow();
    Optional<JsonNode> tree = Json.read(spec);
    if (tree.isEmpty()) {
      return Reply.error(400, "invalid JSON");
    }
    boolean onlyLabels =
        tree.get().path("Name").asText().equals(old.name())
            && tree.get().path("Data").asText().equals(old.tree().path("Data").asText());
    if (!onlyLabels) {
      return Reply.error(
          400, "rpc error: code = InvalidArgument desc = only updates to Labels are allowed");
    }
    if (old.version() != version) {
      return Reply.outOfSequence();
    }
    configs.put(old.id(), new Config(old.id(), raft.next(), old.createdAt(), spec));
    events.tell("config", "update", old.id(), Map.of("name", old.name()));
    return Reply.ok("");
  }

  /** Changes nothing but the version. */
  synchronized void bump(String id) {
    find(id)
        .ifPresent(
            old ->
                configs.put(
                    old.id(), new Config(old.id(), raft.next(), old.createdAt(), old.spec())));
  }

  synchronized Reply remove(String id) {
    Optional<Config> found = find(id);
    if (found.isEmpty()) {
      return missing(id);
    }
    Config config = configs.remove(found.orElseThrow().id());
    events.tell("config", "remove", config.id(), Map.of("name", config.name()));
    return new Reply(204, "");
  }

  private Optional<Config> find(String idOrName) {
    Config byId = configs.get(idOrName);
    return byId != null
        ? Optional.of(byId)
        : configs.values().stream().filter(config -> config.name().equals(idOrName)).findFirst();
  }

  private static Reply missing(String id) {
    return Reply.notFound("config", id);
  }
}
