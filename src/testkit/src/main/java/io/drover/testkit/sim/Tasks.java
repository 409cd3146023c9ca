package io.drover.testkit.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The tasks, by service; what a test makes of one stays so. */
final class Tasks {
  private final Raft raft;
  private final Nodes nodes;
  private final Map<String, Map<String, Task>> byService = new LinkedHashMap<>();
  private String birthState = "running";
  private int turn;

  private record Task(
      String id,
      long version,
      String serviceId,
      int slot,
      String nodeId,
      String state,
      String desired,
      Instant createdAt,
      Instant since,
      String error) {

    Task in(String newState, String newDesired, long newVersion, Instant at, String newError) {
      return new Task(
          id, newVersion, serviceId, slot, nodeId, newState, newDesired, createdAt, at, newError);
    }

    String document() {
      ObjectNode json = Json.object(id, version).put("CreatedAt", createdAt.toString());
      json.put("UpdatedAt", since.toString()).put("ServiceID", serviceId);
      if (slot > 0) {
        json.put("Slot", slot);
      }
      if (!nodeId.isEmpty()) {
        json.put("NodeID", nodeId);
      }
      ObjectNode status = json.putObject("Status").put("Timestamp", since.toString());
      status.put("State", state).put("Message", state);
      if (!error.isEmpty()) {
        status.put("Err", error);
      }
      if (state.equals("running")) {
        status
            .putObject("ContainerStatus")
            .put("ContainerID", Containers.idOf(id))
            .put("PID", 4711);
      }
      return Json.write(json.put("DesiredState", desired));
    }
  }

  Tasks(Raft raft, Nodes nodes) {
    this.raft = raft;
    this.nodes = nodes;
  }

  synchronized void birthState(String state) {
    birthState = state;
  }

  /** Makes or ends tasks until there are so many; the highest slots end first. */
  synchronized void scale(String serviceId, int wanted) {
    Map<String, Task> tasks = byService.computeIfAbsent(serviceId, id -> new LinkedHashMap<>());
    List<Task> live =
        new ArrayList<>(
            tasks.values().stream().filter(task -> task.desired().equals("running")).toList());
    for (int slot = 1; live.size() < wanted; slot++) {
      int free = slot;
      if (live.stream().noneMatch(task -> task.slot() == free)) {
        Task task = newTask(serviceId, slot, nextNode());
        live.add(task);
        tasks.put(task.id(), task);
      }
    }
    live.sort((a, b) -> Integer.compare(b.slot(), a.slot()));
    live.stream().limit(live.size() - wanted).forEach(task -> tasks.remove(task.id()));
  }

  /** One task on each usable node. */
  synchronized void spread(String serviceId) {
    Map<String, Task> tasks = byService.computeIfAbsent(serviceId, id -> new LinkedHashMap<>());
    tasks.clear();
    for (String node : nodes.usable()) {
      Task task = newTask(serviceId, 0, node);
      tasks.put(task.id(), task);
    }
  }

  private Task newTask(String serviceId, int slot, String node) {
    Instant now = raft.now();
    boolean assigned = !birthState.equals("pending") && !birthState.equals("new");
    return new Task(
        raft.newId("task"),
        raft.next(),
        serviceId,
        slot,
        assigned ? node : "",
        node.isEmpty() ? "pending" : birthState,
        "running",
        now,
        now,
        node.isEmpty() ? "no suitable node" : "");
  }

  private String nextNode() {
    List<String> usable = nodes.usable();
    return usable.isEmpty() ? "" : usable.get(turn++ % usable.size());
  }

  synchronized List<String> ids(String serviceId) {
    return List.copyOf(byService.getOrDefault(serviceId, Map.of()).keySet());
  }

  synchronized void enter(String taskId, String state, String desired, String error) {
    byService
        .values()
        .forEach(
            tasks ->
                tasks.computeIfPresent(
                    taskId, (id, task) -> task.in(state, desired, raft.next(), raft.now(), error)));
  }

  synchronized int inState(String serviceId, String state) {
    return (int)
        byService.getOrDefault(serviceId, Map.of()).values().stream()
            .filter(task -> task.state().equals(state))
            .count();
  }

  synchronized void removeAll(String serviceId) {
    byService.remove(serviceId);
  }

  synchronized Reply list(Filters filters) {
    Predicate<Task> allowed =
        task ->
            filters.allow("service", task.serviceId())
                && filters.allow("node", task.nodeId())
                && filters.allow("id", task.id())
                && filters.allow("desired-state", task.desired());
    List<String> documents =
        byService.values().stream()
            .flatMap(tasks -> tasks.values().stream())
            .filter(allowed)
            .map(Task::document)
            .toList();
    return Reply.ok("[" + String.join(",", documents) + "]");
  }
}
