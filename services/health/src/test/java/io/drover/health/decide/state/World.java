package io.drover.health.decide.state;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import io.drover.core.placement.Platform;
import io.drover.health.decide.names.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A small Swarm to be made ill: three managers, and whatever a test adds. */
public final class World {
  public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  final Map<String, NodeFacts> nodes = new LinkedHashMap<>();
  final Map<String, ServiceFacts> services = new LinkedHashMap<>();
  final List<TaskFacts> tasks = new ArrayList<>();
  final Map<String, AgentFacts> agents = new HashMap<>();
  final Set<String> outOfMemory = new HashSet<>();
  Reading<Instant> certificateEnd = Reading.known(NOW.plus(Duration.ofDays(9000)), NOW);
  final Map<String, List<Verdict>> names = new HashMap<>();
  private int number;

  public World() {
    for (int i = 1; i <= 3; i++) {
      node("node" + i, "manager", "ready", "reachable");
    }
  }

  void node(String name, String role, String state, String reachability) {
    node(name, role, state, "active", reachability, Map.of("disk", "ssd"));
  }

  void node(
      String name,
      String role,
      String state,
      String availability,
      String reachability,
      Map<String, String> labels) {
    nodes.put(
        name,
        new NodeFacts(
            new NodeView(
                name + "-id",
                name,
                1,
                role,
                availability,
                state,
                "10.0.0.1",
                false,
                labels,
                Cpu.ofNanos(4_000_000_000L),
                Bytes.of(8L << 30)),
            reachability,
            new Platform("linux", "x86_64"),
            Map.of(),
            state.equals("ready") ? "" : "heartbeat failure"));
    agents.put(name + "-id", agent(name + "-id", Duration.ZERO, 10));
    if (!state.equals("ready")) {
      agents.remove(name + "-id");
    }
  }

  static AgentFacts agent(String id, Duration ahead, int percent) {
    AgentFacts.Fill fill = new AgentFacts.Fill(percent, 100);
    return new AgentFacts(
        id,
        ahead,
        Reading.known(fill, NOW),
        Reading.known(fill, NOW),
        List.of(new AgentFacts.Disk("/etc/hostname", fill)));
  }

  /** The agent of a node does not answer. */
  public void silence(String node) {
    agents.remove(node + "-id");
  }

  /** The agent of a node tells that its disk, memory and processes are so full. */
  public void fill(String node, int percent) {
    agents.put(node + "-id", agent(node + "-id", Duration.ZERO, percent));
  }

  /** A replicated service; its tasks are the test's to add. */
  public ServiceFacts service(String name, int replicas, String... constraints) {
    return put(
        new ServiceFacts(
            view(name, new ServiceView.Mode.Replicated(replicas), Resources.NONE, Rollout.NONE),
            name + ":1",
            List.of(constraints),
            0,
            List.of(),
            Set.of(),
            false,
            false,
            "",
            Instant.EPOCH));
  }

  public ServiceFacts put(ServiceFacts service) {
    services.put(service.view().name(), service);
    return service;
  }

  public static ServiceView view(
      String name, ServiceView.Mode mode, Resources reservations, Rollout rollout) {
    return new ServiceView(
        name + "-id",
        name,
        7,
        mode,
        Map.of(),
        Map.of(),
        reservations,
        Resources.NONE,
        rollout,
        NOW.minus(Duration.ofHours(2)),
        NOW.minus(Duration.ofHours(1)));
  }

  static ServiceFacts with(ServiceFacts service, Rollout rollout, String message, Instant end) {
    return new ServiceFacts(
        view(service.view().name(), service.view().mode(), service.view().reservations(), rollout),
        service.image(),
        service.constraints(),
        service.maxPerNode(),
        service.platforms(),
        service.hostPorts(),
        service.demandsMore(),
        service.mayGiveUp(),
        message,
        end);
  }

  static ServiceFacts givingUp(ServiceFacts service) {
    return new ServiceFacts(
        service.view(),
        service.image(),
        service.constraints(),
        service.maxPerNode(),
        service.platforms(),
        service.hostPorts(),
        service.demandsMore(),
        true,
        service.rolloutMessage(),
        service.rolloutEndedAt());
  }

  static ServiceFacts reserving(ServiceFacts service, long nanos, long bytes) {
    return new ServiceFacts(
        view(
            service.view().name(),
            service.view().mode(),
            Resources.NONE.withCpu(Cpu.ofNanos(nanos)).withMemory(Bytes.of(bytes)),
            Rollout.NONE),
        service.image(),
        service.constraints(),
        service.maxPerNode(),
        service.platforms(),
        service.hostPorts(),
        service.demandsMore(),
        service.mayGiveUp(),
        "",
        Instant.EPOCH);
  }

  /** A task that Swarm wants to run. */
  public String task(String service, int slot, String node, TaskState state, Duration since) {
    return task(service, slot, node, state, TaskState.RUNNING, since, TaskFacts.NO_EXIT, "");
  }

  /** A task that ended. */
  String ended(
      String service, int slot, TaskState state, Duration since, int exitCode, String error) {
    return task(service, slot, "node1", state, TaskState.SHUTDOWN, since, exitCode, error);
  }

  String task(
      String service,
      int slot,
      String node,
      TaskState state,
      TaskState desired,
      Duration since,
      int exitCode,
      String error) {
    String id = "task%03d".formatted(++number);
    tasks.add(
        new TaskFacts(
            new TaskView(
                id,
                service + "-id",
                slot,
                node.isEmpty() ? "" : node + "-id",
                "",
                state,
                desired,
                NOW.minus(since),
                NOW.minus(since),
                error),
            exitCode,
            error));
    return id;
  }

  public Facts facts() {
    List<ServiceFacts> all = List.copyOf(services.values());
    return new Facts(
        NOW,
        all,
        tasks,
        List.copyOf(nodes.values()),
        agents,
        true,
        certificateEnd,
        FailureLog.EMPTY.with(all, tasks, NOW),
        outOfMemory,
        names);
  }

  public Assessment assess() {
    return Assessor.assess(facts(), Limits.USUAL);
  }

  /** What is wrong of this kind. */
  Optional<Finding> finding(Kind kind) {
    return assess().findings().stream().filter(one -> one.kind() == kind).findFirst();
  }
}
