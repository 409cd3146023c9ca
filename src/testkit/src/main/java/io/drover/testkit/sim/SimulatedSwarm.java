package io.drover.testkit.sim;

import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A Swarm in memory: services, tasks, nodes and configs by the thousand, behind managers that speak
 * the Engine API over HTTP on loopback as Docker 20.10 does. Specs are kept as the very text that
 * they were written in. Tasks follow a service's replica count at once.
 */
public final class SimulatedSwarm implements AutoCloseable {
  private final Events events;
  private final Nodes nodes;
  private final Tasks tasks;
  private final Services services;
  private final Configs configs;
  private final Containers containers = new Containers();
  private final Routes routes;
  private final List<SimulatedManager> managers = new CopyOnWriteArrayList<>();

  private SimulatedSwarm(InstantSource clock) {
    Raft raft = new Raft(clock);
    events = new Events(raft);
    nodes = new Nodes(raft, events);
    tasks = new Tasks(raft, nodes);
    services = new Services(raft, events, tasks);
    configs = new Configs(raft, events);
    routes = new Routes(services, tasks, nodes, configs, containers);
  }

  /** A Swarm of one manager node with 8 cores and 16 GiB, on the machine's clock. */
  public static SimulatedSwarm start() {
    return start(Clock.systemUTC());
  }

  /** A Swarm of one manager node with 8 cores and 16 GiB, on this clock. */
  public static SimulatedSwarm start(InstantSource clock) {
    SimulatedSwarm swarm = new SimulatedSwarm(clock);
    swarm.addNode("node1", 8_000_000_000L, 16L << 30, Map.of());
    swarm.addManager();
    return swarm;
  }

  /** The first manager. */
  public SimulatedManager manager() {
    return managers.getFirst();
  }

  /** The first manager's address, as {@code DOCKER_HOST} has it. */
  public String dockerHost() {
    return manager().dockerHost();
  }

  /** Another way in, with faults of its own. */
  public SimulatedManager addManager() {
    SimulatedManager manager = new SimulatedManager(routes, events);
    managers.add(manager);
    return manager;
  }

  /** Adds a node that is ready and active; returns its id. */
  public String addNode(String hostname, long nanoCpus, long bytes, Map<String, String> labels) {
    return nodes.add(hostname, nanoCpus, bytes, labels);
  }

  /**
   * Changes a node.
   *
   * @param state ready or down
   * @param availability active, pause or drain
   */
  public void changeNode(String id, String state, String availability) {
    nodes.change(id, state, availability);
  }

  /** Makes a service with its tasks; returns its id. */
  public String addService(ServiceSpec spec) {
    return addService(spec.json());
  }

  /** Makes a service of this spec, which is kept as it is; returns its id. */
  public String addService(String spec) {
    Reply reply = services.create(spec);
    if (!reply.isSuccess()) {
      throw new IllegalArgumentException(reply.body());
    }
    return Json.read(reply.body()).orElseThrow().path("ID").asText();
  }

  /** Removes a service with its tasks, as {@code docker service rm} does. */
  public void removeService(String id) {
    services.remove(id);
  }

  /** Writes a service's spec, as somebody else would. */
  public void rewrite(String id, String spec) {
    Reply reply = services.update(id, version(id), spec);
    if (!reply.isSuccess()) {
      throw new IllegalArgumentException(reply.body());
    }
  }

  /**
   * Sets where a service's last update stands, as the Engine API names it: {@code updating}, {@code
   * rollback_started}, {@code completed}; empty text for none.
   */
  public void rollout(String serviceId, String state) {
    services.touch(serviceId, Optional.of(state));
  }

  /** The state in which tasks are from now on when they come to be; {@code running} at first. */
  public void startTasksAs(String state) {
    tasks.birthState(state);
  }

  /** The ids of a service's tasks. */
  public List<String> tasks(String serviceId) {
    return tasks.ids(serviceId);
  }

  /** Puts a task into a state, as the Engine API names it; the manager still wants it to run. */
  public void taskEnters(String taskId, String state) {
    tasks.enter(taskId, state, "running", "");
  }

  /** Ends a task, as when its container fails; it stays in the list, as in a task's history. */
  public void taskFails(String taskId, String error) {
    tasks.enter(taskId, "failed", "shutdown", error);
  }

  /**
   * Makes a running container that this node's engine knows; returns its id.
   *
   * @param hostConfig its {@code HostConfig} as JSON
   */
  public String addContainer(String taskId, Map<String, String> labels, String hostConfig) {
    return containers.add(taskId, labels, hostConfig);
  }

  /** The {@code HostConfig} of a container, as it was last changed. */
  public String hostConfig(String containerId) {
    return containers.hostConfig(containerId);
  }

  /** How many of a service's tasks run. */
  public int running(String serviceId) {
    return tasks.inState(serviceId, "running");
  }

  /** The spec of a service, as it was last written. */
  public String spec(String serviceId) {
    return service(serviceId).spec();
  }

  /** What a service's spec asks for; 1 where it says nothing. */
  public int replicas(String serviceId) {
    return replicasOf(spec(serviceId));
  }

  /** A service's version index. */
  public long version(String serviceId) {
    return service(serviceId).version();
  }

  /** How often a service was updated. */
  public int updates(String serviceId) {
    return services.updates(serviceId).size();
  }

  /** The replica counts that a service was updated to, in order. */
  public List<Integer> replicaHistory(String serviceId) {
    return services.updates(serviceId).stream().map(SimulatedSwarm::replicasOf).toList();
  }

  /** How many updates came while the service was being rolled out or back. */
  public int updatesDuringRollouts() {
    return services.updatesDuringRollouts();
  }

  /** Tells of something that did not happen here, for example a container's start. */
  public void tell(String type, String action, String id, Map<String, String> attributes) {
    events.tell(type, action, id, attributes);
  }

  /** Whether events get lost from now on. */
  public void loseEvents(boolean lose) {
    events.silence(lose);
  }

  private Services.Service service(String id) {
    return services.find(id).orElseThrow(() -> new IllegalArgumentException("no service " + id));
  }

  private static int replicasOf(String spec) {
    return Json.read(spec).orElseThrow().path("Mode").path("Replicated").path("Replicas").asInt(1);
  }

  /** Ends all managers. */
  @Override
  public void close() {
    managers.forEach(SimulatedManager::close);
  }
}
