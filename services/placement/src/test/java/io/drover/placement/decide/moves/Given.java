package io.drover.placement.decide.moves;

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
import io.drover.placement.decide.plan.PlanService.Count;
import io.drover.placement.decide.plan.StandingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Facts for named cases, built up. */
final class Given {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final long CORE = 1_000_000_000L;

  private final List<NodeView> nodes = new ArrayList<>();
  private final Map<String, One> services = new LinkedHashMap<>();
  private final List<TaskView> tasks = new ArrayList<>();
  private final Set<String> settled = new HashSet<>();

  /** A service to be told more of. */
  static final class One {
    private final String name;
    private ServiceView.Mode mode;
    private PlanService.Rules rules = PlanService.Rules.NONE;
    private Map<String, String> labels = Map.of();
    private Rollout rollout = Rollout.NONE;
    private List<String> data = List.of();
    private boolean volumes;
    private boolean startFirst;
    private boolean observing;
    private long cpu;

    private One(String name, ServiceView.Mode mode) {
      this.name = name;
      this.mode = mode;
    }

    One rules(PlanService.Rules wanted) {
      rules = wanted;
      return this;
    }

    One stack(String stack) {
      labels = Map.of(ServiceView.STACK_LABEL, stack);
      return this;
    }

    One rollout(Rollout state) {
      rollout = state;
      return this;
    }

    One keeps(String what) {
      data = List.of(what);
      volumes = true;
      return this;
    }

    One sharedVolume() {
      volumes = true;
      return this;
    }

    One startFirst() {
      startFirst = true;
      return this;
    }

    One observing() {
      observing = true;
      return this;
    }

    One reserving(long nanos) {
      cpu = nanos;
      return this;
    }

    One replicas(int count) {
      mode = new ServiceView.Mode.Replicated(count);
      return this;
    }

    private MovableService movable() {
      ServiceView view =
          new ServiceView(
              name,
              name,
              7,
              mode,
              labels,
              Map.of(),
              Resources.NONE.withCpu(Cpu.ofNanos(cpu)),
              Resources.NONE,
              rollout,
              NOW,
              NOW);
      int count = mode instanceof ServiceView.Mode.Replicated(int replicas) ? replicas : 0;
      PlanService plan =
          new PlanService(
              name,
              new Count.Replicated(count),
              Amounts.of(Cpu.ofNanos(cpu), Bytes.of(0)),
              Amounts.NOTHING,
              rules);
      return new MovableService(view, plan, startFirst, data, volumes, observing, true);
    }
  }

  /** Nodes of four cores, ready and active: the first is a manager. */
  static Given nodes(String... names) {
    Given given = new Given();
    for (String name : names) {
      given.node(name, "ready", "active");
    }
    return given;
  }

  Given node(String name, String state, String availability) {
    nodes.removeIf(node -> node.id().equals(name));
    nodes.add(
        new NodeView(
            name,
            name,
            3,
            nodes.isEmpty() ? "manager" : "worker",
            availability,
            state,
            "",
            false,
            Map.of(),
            Cpu.ofNanos(4 * CORE),
            Bytes.of(1L << 32)));
    return this;
  }

  One service(String name, int replicas) {
    return add(name, new ServiceView.Mode.Replicated(replicas));
  }

  One global(String name) {
    return add(name, new ServiceView.Mode.Global());
  }

  private One add(String name, ServiceView.Mode mode) {
    One one = new One(name, mode);
    services.put(name, one);
    return one;
  }

  /** Tasks that have run for long, one on each of these nodes. */
  Given runs(String service, String... on) {
    for (String node : on) {
      settled.add(task(service, node, TaskState.RUNNING, TaskState.RUNNING));
    }
    return this;
  }

  /** A task that is still starting; on no node where that is empty text. */
  Given starts(String service, String node) {
    task(service, node, TaskState.STARTING, TaskState.RUNNING);
    return this;
  }

  /** A task that runs and is being ended. */
  Given ends(String service, String node) {
    task(service, node, TaskState.RUNNING, TaskState.SHUTDOWN);
    return this;
  }

  private String task(String service, String node, TaskState state, TaskState desired) {
    String id = "t" + tasks.size();
    tasks.add(
        new TaskView(
            id,
            service,
            tasks.size() + 1,
            node,
            "",
            state,
            desired,
            NOW,
            NOW.minusSeconds(60),
            ""));
    return id;
  }

  MoveFacts facts() {
    List<MovableService> movable = services.values().stream().map(One::movable).toList();
    List<StandingTask> standing =
        tasks.stream()
            .filter(task -> !task.nodeId().isEmpty())
            .map(
                task ->
                    new StandingTask(
                        task.id(),
                        task.serviceId(),
                        task.slot(),
                        task.nodeId(),
                        Amounts.of(Cpu.ofNanos(services.get(task.serviceId()).cpu), Bytes.of(0)),
                        services.get(task.serviceId()).rules.ports(),
                        task.isWanted()))
            .toList();
    return new MoveFacts(
        NOW,
        Duration.ofSeconds(5),
        movable,
        tasks,
        nodes,
        settled,
        nodes.stream().map(Given::planNode).toList(),
        standing);
  }

  private static PlanNode planNode(NodeView node) {
    String closed =
        !node.isReady()
            ? node.state()
            : node.availability().equals("active") ? "" : node.availability();
    return new PlanNode(
        node.id(),
        new NodeTraits(
            node.id(), node.hostname(), node.role(), "", Platform.UNKNOWN, Map.of(), Map.of()),
        closed,
        Amounts.of(node.cpu(), node.memory()),
        Set.of(),
        List.of());
  }
}
