package io.drover.placement.decide.moves;

import io.drover.core.decision.Action;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import io.drover.core.placement.NodeTraits;
import io.drover.core.placement.Platform;
import io.drover.placement.decide.plan.Amounts;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.PlanService;
import io.drover.placement.decide.plan.StandingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A Swarm as far as it matters to moves: orchestrator, scheduler and restarts in steps of a second,
 * written after swarmkit's, and not after what is tested. Where swarmkit leaves it open which of
 * several equals it takes, chance does.
 */
final class ModelSwarm {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration SETTLE = Duration.ofSeconds(2);

  private final SplittableRandom random;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Service> services = new LinkedHashMap<>();
  private final List<Task> tasks = new ArrayList<>();
  private int seconds;
  private int ids;
  private boolean perverse;

  static final class Node {
    final String name;
    final long cpu;
    String availability = "active";
    String state = "ready";
    long version = 1;

    Node(String name, long cpu) {
      this.name = name;
      this.cpu = cpu;
    }

    boolean takesTasks() {
      return state.equals("ready") && availability.equals("active");
    }
  }

  static final class Service {
    final String name;
    final long cpu;
    final boolean global;
    final boolean startFirst;
    final List<String> data;
    int replicas;
    long version = 1;
    long templates;
    Rollout rollout = Rollout.NONE;

    Service(String name, int replicas, long cpu, boolean startFirst, List<String> data) {
      this.name = name;
      this.replicas = replicas;
      this.cpu = cpu;
      this.global = replicas < 0;
      this.startFirst = startFirst;
      this.data = data;
    }
  }

  private static final class Task {
    String id;
    Service service;
    int slot;
    String node = "";
    long template;
    TaskState state = TaskState.PENDING;
    TaskState desired = TaskState.RUNNING;
    Task waitsFor;
    int created;
    int changes;
    int runningSince;

    boolean isWanted() {
      return desired.compareTo(TaskState.RUNNING) <= 0;
    }

    boolean isRunning() {
      return state == TaskState.RUNNING;
    }
  }

  ModelSwarm(SplittableRandom random) {
    this.random = random;
  }

  /** From now on the scheduler takes the fullest node, which nothing foresees. */
  void schedulePerversely() {
    perverse = true;
  }

  void addNode(String name, long cpu) {
    nodes.put(name, new Node(name, cpu));
  }

  Node node(String name) {
    return nodes.get(name);
  }

  void add(Service service) {
    services.put(service.name, service);
  }

  Service service(String name) {
    return services.get(name);
  }

  /** Puts a task that runs on a node. */
  void put(String service, int slot, String node) {
    Task task = newTask(services.get(service), slot);
    task.node = node;
    task.state = TaskState.RUNNING;
    task.runningSince = seconds - 100;
  }

  Instant now() {
    return START.plusSeconds(seconds);
  }

  int running(String service) {
    return (int)
        tasks.stream()
            .filter(task -> task.service.name.equals(service) && task.isWanted())
            .filter(Task::isRunning)
            .count();
  }

  int wantedOn(String node) {
    return (int) tasks.stream().filter(task -> task.node.equals(node) && task.isWanted()).count();
  }

  int aliveOn(String node) {
    return (int)
        tasks.stream().filter(task -> task.node.equals(node) && !task.state.isTerminal()).count();
  }

  Map<String, Integer> counts(String service) {
    Map<String, Integer> counts = new HashMap<>();
    nodes.keySet().forEach(node -> counts.put(node, 0));
    tasks.stream()
        .filter(task -> task.service.name.equals(service) && task.isWanted())
        .filter(task -> !task.node.isEmpty())
        .forEach(task -> counts.merge(task.node, 1, Integer::sum));
    return counts;
  }

  /** As the Engine API would: a version that was overtaken is refused. */
  boolean apply(Action action) {
    switch (action) {
      case Action.SetReplicas set -> {
        Service service = services.get(set.serviceName());
        if (service.version != set.version()) {
          return false;
        }
        service.replicas = set.to();
        service.version++;
      }
      case Action.ReplaceTasks all -> {
        Service service = services.get(all.serviceName());
        if (service.version != all.version()) {
          return false;
        }
        service.version++;
        service.templates++;
      }
      case Action.SetAvailability set -> {
        Node node = nodes.get(set.hostname());
        if (node.version != set.version()) {
          return false;
        }
        node.availability = set.to();
        node.version++;
      }
      default -> throw new IllegalArgumentException(action.describe());
    }
    return true;
  }

  void step() {
    seconds++;
    services.values().forEach(this::orchestrate);
    restart();
    services.values().forEach(this::update);
    schedule();
    progress();
  }

  private void orchestrate(Service service) {
    if (service.global) {
      for (Node node : nodes.values()) {
        boolean there = wanted(service).stream().anyMatch(task -> task.node.equals(node.name));
        if (node.takesTasks() && !there) {
          newTask(service, 0).node = node.name;
        }
      }
      return;
    }
    Map<Integer, List<Task>> slots = new LinkedHashMap<>();
    wanted(service)
        .forEach(task -> slots.computeIfAbsent(task.slot, s -> new ArrayList<>()).add(task));
    for (int slot = 1; slots.size() < service.replicas; slot++) {
      if (!slots.containsKey(slot)) {
        slots.put(slot, List.of(newTask(service, slot)));
      }
    }
    int ending = slots.size() - service.replicas;
    removal(new ArrayList<>(slots.values())).stream()
        .limit(Math.max(0, ending))
        .forEach(slot -> slot.forEach(task -> task.desired = TaskState.REMOVE));
  }

  /** Running slots first, then the numbers on their nodes; those without a node go before all. */
  private List<List<Task>> removal(List<List<Task>> slots) {
    shuffle(slots);
    slots.sort(Comparator.comparing(slot -> slot.stream().noneMatch(Task::isRunning)));
    Map<String, Integer> onNode = new HashMap<>();
    Map<List<Task>, Integer> number = new HashMap<>();
    for (List<Task> slot : slots) {
      boolean single = slot.size() == 1 && !slot.getFirst().node.isEmpty();
      number.put(
          slot, single ? onNode.merge(slot.getFirst().node, 1, Integer::sum) : Integer.MAX_VALUE);
    }
    shuffle(slots);
    slots.sort(Comparator.comparing((List<Task> slot) -> number.get(slot)).reversed());
    return slots;
  }

  private void shuffle(List<List<Task>> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }

  /** Tasks on drained or lost nodes are replaced by ones that wait until the old one has ended. */
  private void restart() {
    for (Task task : List.copyOf(tasks)) {
      Node node = nodes.get(task.node);
      boolean invalid =
          node != null && (node.availability.equals("drain") || !node.state.equals("ready"));
      if (invalid && task.isWanted()) {
        task.desired = TaskState.SHUTDOWN;
        if (!task.service.global) {
          Task next = newTask(task.service, task.slot);
          next.desired = TaskState.READY;
          next.waitsFor = task;
        }
      }
    }
  }

  /** An update with start-first: a new task in the slot, and the old one ends once it runs. */
  private void update(Service service) {
    boolean updating = false;
    for (Task task : List.copyOf(wanted(service))) {
      List<Task> slot = wanted(service).stream().filter(t -> t.slot == task.slot).toList();
      if (task.template < service.templates && slot.size() == 1) {
        newTask(service, task.slot);
        updating = true;
      } else if (task.template < service.templates) {
        updating = true;
        if (slot.stream().anyMatch(t -> t.template == service.templates && t.isRunning())) {
          task.desired = TaskState.SHUTDOWN;
        }
      }
    }
    if (service.templates > 0) {
      service.rollout = updating ? Rollout.UPDATING : Rollout.COMPLETED;
    }
  }

  private void schedule() {
    for (Task task : tasks) {
      if (!task.node.isEmpty() || !task.isWanted()) {
        continue;
      }
      List<Node> fit = new ArrayList<>(nodes.values().stream().filter(Node::takesTasks).toList());
      fit.removeIf(node -> free(node) < task.service.cpu);
      if (fit.isEmpty()) {
        continue;
      }
      Comparator<Node> best =
          Comparator.<Node>comparingInt(node -> counts(task.service.name).get(node.name))
              .thenComparingInt(node -> wantedOn(node.name));
      Node first = fit.stream().min(perverse ? best.reversed() : best).orElseThrow();
      List<Node> equals = fit.stream().filter(node -> best.compare(node, first) == 0).toList();
      task.node = equals.get(random.nextInt(equals.size())).name;
      task.state = TaskState.ASSIGNED;
      task.changes = seconds + random.nextInt(1, 6);
    }
  }

  private long free(Node node) {
    return node.cpu
        - tasks.stream()
            .filter(task -> task.node.equals(node.name) && !task.state.isTerminal())
            .mapToLong(task -> task.service.cpu)
            .sum();
  }

  private void progress() {
    for (Task task : tasks) {
      if (task.waitsFor != null && task.waitsFor.state.isTerminal()) {
        task.waitsFor = null;
        task.desired = task.desired == TaskState.READY ? TaskState.RUNNING : task.desired;
        task.changes = Math.max(task.changes, seconds + 1);
      }
      boolean due = task.changes <= seconds;
      if (task.isWanted() && task.waitsFor == null && !task.node.isEmpty() && due) {
        if (!task.isRunning()) {
          task.state = TaskState.RUNNING;
          task.runningSince = seconds;
        }
      }
      if (!task.isWanted() && !task.state.isTerminal()) {
        if (task.node.isEmpty()) {
          task.state = TaskState.SHUTDOWN;
        } else if (task.changes < seconds) {
          // Its grace begins.
          task.changes = seconds + random.nextInt(1, 4);
        } else if (due) {
          task.state = TaskState.SHUTDOWN;
        }
      }
    }
    tasks.removeIf(task -> task.state == TaskState.SHUTDOWN && task.changes < seconds - 20);
  }

  private Task newTask(Service service, int slot) {
    Task task = new Task();
    task.id = "t" + ++ids;
    task.service = service;
    task.slot = slot;
    task.template = service.templates;
    task.created = seconds;
    tasks.add(task);
    return task;
  }

  private List<Task> wanted(Service service) {
    return tasks.stream().filter(task -> task.service == service && task.isWanted()).toList();
  }

  /** What would be observed now. */
  MoveFacts facts() {
    Set<String> settled = new HashSet<>();
    List<TaskView> views = new ArrayList<>();
    List<StandingTask> standing = new ArrayList<>();
    for (Task task : tasks) {
      if (task.isRunning() && task.runningSince + SETTLE.toSeconds() <= seconds) {
        settled.add(task.id);
      }
      Instant created = START.plusSeconds(task.created);
      views.add(
          new TaskView(
              task.id,
              task.service.name,
              task.slot,
              task.node,
              "",
              task.state,
              task.desired,
              created,
              created,
              ""));
      if (!task.node.isEmpty() && !task.state.isTerminal()) {
        standing.add(
            new StandingTask(
                task.id,
                task.service.name,
                task.slot,
                task.node,
                Amounts.of(Cpu.ofNanos(task.service.cpu), Bytes.of(0)),
                Set.of(),
                task.isWanted()));
      }
    }
    return new MoveFacts(
        now(),
        SETTLE,
        services.values().stream().map(this::movable).toList(),
        views,
        nodes.values().stream().map(this::view).toList(),
        settled,
        nodes.values().stream().map(ModelSwarm::planNode).toList(),
        standing);
  }

  private MovableService movable(Service service) {
    ServiceView.Mode mode =
        service.global
            ? new ServiceView.Mode.Global()
            : new ServiceView.Mode.Replicated(service.replicas);
    Resources each = Resources.NONE.withCpu(Cpu.ofNanos(service.cpu));
    ServiceView view =
        new ServiceView(
            service.name,
            service.name,
            service.version,
            mode,
            Map.of(),
            Map.of(),
            each,
            Resources.NONE,
            service.rollout,
            START,
            START);
    PlanService plan =
        PlanService.of(
            service.name,
            Math.max(0, service.replicas),
            Amounts.of(Cpu.ofNanos(service.cpu), Bytes.of(0)));
    return new MovableService(
        view, plan, service.startFirst, service.data, !service.data.isEmpty(), false, true);
  }

  private NodeView view(Node node) {
    return new NodeView(
        node.name,
        node.name,
        node.version,
        "worker",
        node.availability,
        node.state,
        "",
        false,
        Map.of(),
        Cpu.ofNanos(node.cpu),
        Bytes.of(0));
  }

  private static PlanNode planNode(Node node) {
    NodeTraits facts =
        new NodeTraits(node.name, node.name, "worker", "", Platform.UNKNOWN, Map.of(), Map.of());
    return new PlanNode(
        node.name,
        facts,
        node.takesTasks() ? "" : node.state.equals("ready") ? node.availability : node.state,
        Amounts.of(Cpu.ofNanos(node.cpu), Bytes.of(0)),
        Set.of(),
        List.of());
  }
}
