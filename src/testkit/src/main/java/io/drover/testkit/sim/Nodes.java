package io.drover.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The nodes; the first one is the manager that leads. */
final class Nodes {
  private final Raft raft;
  private final Events events;
  private final Map<String, Node> nodes = new LinkedHashMap<>();

  private record Node(
      String id,
      long version,
      String hostname,
      long nanoCpus,
      long bytes,
      Map<String, String> labels,
      String state,
      String availability) {}

  Nodes(Raft raft, Events events) {
    this.raft = raft;
    this.events = events;
  }

  synchronized String add(String hostname, long nanoCpus, long bytes, Map<String, String> labels) {
    String id = raft.newId("node");
    nodes.put(
        id,
        new Node(
            id, raft.next(), hostname, nanoCpus, bytes, Map.copyOf(labels), "ready", "active"));
    events.tell("node", "create", id, Map.of("name", hostname));
    return id;
  }

  synchronized void change(String id, String state, String availability) {
    Node old = nodes.get(id);
    nodes.put(
        id,
        new Node(
            id,
            raft.next(),
            old.hostname(),
            old.nanoCpus(),
            old.bytes(),
            old.labels(),
            state,
            availability));
    events.tell("node", "update", id, Map.of("name", old.hostname(), "state.new", state));
  }

  /**
   * As a manager would: the whole spec is taken, of which only the availability and labels count
   * here.
   */
  synchronized Reply update(String id, long version, String spec) {
    Node old = nodes.get(id);
    if (old == null) {
      return Reply.notFound("node", id);
    }
    Optional<JsonNode> tree = Json.read(spec);
    if (tree.isEmpty()) {
      return Reply.error(400, "invalid JSON");
    }
    if (old.version() != version) {
      return Reply.outOfSequence();
    }
    Map<String, String> labels = new LinkedHashMap<>();
    tree.get()
        .path("Labels")
        .properties()
        .forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
    nodes.put(
        id,
        new Node(
            id,
            raft.next(),
            old.hostname(),
            old.nanoCpus(),
            old.bytes(),
            labels,
            old.state(),
            tree.get().path("Availability").asText()));
    events.tell("node", "update", id, Map.of("name", old.hostname()));
    return Reply.ok("");
  }

  synchronized Reply inspect(String id) {
    int number = 0;
    for (Node node : nodes.values()) {
      number++;
      if (node.id().equals(id)) {
        return Reply.ok(document(node, number));
      }
    }
    return Reply.notFound("node", id);
  }

  /** Ids of the nodes that take tasks. */
  synchronized List<String> usable() {
    return nodes.values().stream()
        .filter(node -> node.state().equals("ready") && node.availability().equals("active"))
        .map(Node::id)
        .toList();
  }

  synchronized List<String> documents() {
    List<String> documents = new ArrayList<>();
    int number = 0;
    for (Node node : nodes.values()) {
      documents.add(document(node, ++number));
    }
    return documents;
  }

  private String document(Node node, int number) {
    boolean manager = number == 1;
    String address = "10.0." + number / 250 + "." + (number % 250 + 1);
    ObjectNode json = Json.object(node.id(), node.version());
    ObjectNode spec = json.putObject("Spec");
    Json.put(spec, "Labels", node.labels());
    spec.put("Role", manager ? "manager" : "worker").put("Availability", node.availability());
    ObjectNode description = json.putObject("Description").put("Hostname", node.hostname());
    description
        .putObject("Resources")
        .put("NanoCPUs", node.nanoCpus())
        .put("MemoryBytes", node.bytes());
    json.putObject("Status").put("State", node.state()).put("Addr", address);
    if (manager) {
      json.putObject("ManagerStatus")
          .put("Leader", true)
          .put("Reachability", "reachable")
          .put("Addr", address + ":2377");
    }
    return Json.write(json);
  }
}
