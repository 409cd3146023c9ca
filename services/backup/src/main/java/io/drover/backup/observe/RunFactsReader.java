package io.drover.backup.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.backup.act.NodeAgents;
import io.drover.backup.decide.run.Constraints;
import io.drover.backup.decide.run.RunFacts;
import io.drover.backup.decide.run.RunFacts.Agent;
import io.drover.backup.decide.run.RunFacts.Mount;
import io.drover.backup.decide.run.RunFacts.Node;
import io.drover.backup.decide.run.RunFacts.Running;
import io.drover.backup.decide.run.RunFacts.Service;
import io.drover.backup.decide.run.RunFacts.Wishes;
import io.drover.core.model.NodeView;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.core.policy.BackupPolicy;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyParser;
import io.drover.core.policy.ServicePolicy;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import io.drover.runtime.orders.ServiceOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads what a run's plan is made of. */
public final class RunFactsReader {
  /** In whose name backup orders pauses. */
  public static final String OURS = "backup";

  /** File systems of the local driver that are on another machine. */
  private static final Set<String> SHARED =
      Set.of("nfs", "nfs4", "cifs", "smb3", "ceph", "glusterfs");

  private static final int BITS = 8;

  private RunFactsReader() {}

  /**
   * The facts on some services; asks the agents for each volume that they mount.
   *
   * @param serviceIds which
   * @param onlyVolumes the only volumes that are wanted; empty for all
   */
  public static RunFacts read(
      SwarmState state,
      Map<String, ServiceOrder> orders,
      NodeAgents.Found agents,
      Set<String> serviceIds,
      Set<String> onlyVolumes) {
    List<TaskView> tasks = state.taskViews();
    List<Service> services = new ArrayList<>();
    Map<String, Set<String>> others = new HashMap<>();
    for (RawJson raw : state.services()) {
      JsonNode tree = raw.tree();
      ServiceView view = EngineReader.service(tree);
      List<Mount> mounts = mounts(tree);
      if (serviceIds.contains(view.id())) {
        services.add(service(view, mounts, tasks, admits(tree, state.nodeViews()), orders));
      } else {
        others.put(
            view.name(),
            mounts.stream()
                .filter(Mount::isNamedVolume)
                .map(Mount::source)
                .collect(Collectors.toSet()));
      }
    }
    Set<String> names =
        services.stream()
            .flatMap(service -> service.mounts().stream())
            .filter(Mount::isNamedVolume)
            .map(Mount::source)
            .collect(Collectors.toCollection(TreeSet::new));
    List<Node> nodes = state.nodeViews().stream().map(node -> node(node, agents, names)).toList();
    return new RunFacts(services, others, nodes, onlyVolumes);
  }

  private static Service service(
      ServiceView view,
      List<Mount> mounts,
      List<TaskView> tasks,
      Set<String> admits,
      Map<String, ServiceOrder> orders) {
    return new Service(
        view.id(),
        view.name(),
        view.stack().orElse(""),
        view.version(),
        view.mode(),
        view.rollout().isBusy(),
        admits,
        held(orders.get(view.id())),
        wishes(view),
        mounts,
        tasks.stream()
            .filter(task -> task.serviceId().equals(view.id()) && task.isRunning())
            .map(task -> new Running(task.id(), task.nodeId(), task.containerId()))
            .toList());
  }

  /** Nodes that may be given its tasks now. */
  private static Set<String> admits(JsonNode service, List<NodeView> nodes) {
    List<String> constraints = new ArrayList<>();
    service
        .at("/Spec/TaskTemplate/Placement/Constraints")
        .forEach(one -> constraints.add(one.asText("")));
    return nodes.stream()
        .filter(node -> node.availability().equals("active"))
        .filter(node -> Constraints.admit(constraints, node))
        .map(NodeView::id)
        .collect(Collectors.toSet());
  }

  private static String held(ServiceOrder order) {
    return switch (order) {
      case null -> "";
      case ServiceOrder.Replicas count ->
          "%s ordered %d tasks of it until %s"
              .formatted(count.by(), count.replicas(), count.until());
      case ServiceOrder.Pause pause when pause.by().equals(OURS) -> "";
      case ServiceOrder.Pause pause ->
          "%s ordered that it is left alone until %s: %s"
              .formatted(pause.by(), pause.until(), pause.why());
      case ServiceOrder.Unreadable unreadable -> unreadable.why();
    };
  }

  private static Wishes wishes(ServiceView view) {
    return switch (PolicyParser.parse(view)) {
      case Parsed.Ungoverned none -> Wishes.Given.NONE;
      case Parsed.Rejected(var name, var problems) ->
          new Wishes.Unreadable(problems.getFirst().toString());
      case Parsed.Governed(ServicePolicy policy, var warnings) ->
          policy
              .backup()
              .map(backup -> given(backup, policy.mode() == ServicePolicy.Mode.OBSERVE))
              .orElse(Wishes.Given.NONE);
    };
  }

  private static Wishes.Given given(BackupPolicy policy, boolean observe) {
    return new Wishes.Given(
        policy.pause().stop(),
        policy.pause().before(),
        policy.pause().after(),
        policy.pause().timeout(),
        policy.pause().order(),
        policy.volumes(),
        policy.limited() ? Math.max(1, policy.rate().bitsPerSecond() / BITS) : 0,
        observe);
  }

  /** What the tasks of a service mount. */
  public static List<Mount> mounts(JsonNode service) {
    List<Mount> mounts = new ArrayList<>();
    for (JsonNode mount : service.at("/Spec/TaskTemplate/ContainerSpec/Mounts")) {
      JsonNode driver = mount.path("VolumeOptions").path("DriverConfig");
      String name = driver.path("Name").asText("");
      boolean local =
          (name.isEmpty() || name.equals("local"))
              && !SHARED.contains(driver.path("Options").path("type").asText(""));
      mounts.add(
          new Mount(
              mount.path("Type").asText("bind"),
              mount.path("Source").asText(""),
              mount.path("Target").asText(""),
              !local));
    }
    return mounts;
  }

  private static Node node(NodeView node, NodeAgents.Found agents, Set<String> names) {
    Agent agent =
        agents
            .of(node.id())
            .<Agent>map(
                found -> {
                  Map<String, Long> volumes = new HashMap<>();
                  Map<String, Long> sizes = agents.sizes().getOrDefault(node.id(), Map.of());
                  try {
                    for (String name : names) {
                      if (found.volume(name).isPresent()) {
                        volumes.put(name, sizes.getOrDefault(name, -1L));
                      }
                    }
                    return new Agent.Answers(volumes);
                  } catch (IOException failed) {
                    return new Agent.Silent(String.valueOf(failed.getMessage()));
                  }
                })
            .orElseGet(() -> new Agent.Silent(silence(node, agents.failures())));
    return new Node(node.id(), node.hostname(), agent);
  }

  private static String silence(NodeView node, List<String> failures) {
    if (!node.isReady()) {
      return "the node is " + node.state();
    }
    return failures.isEmpty() ? "there is none" : String.join("; ", failures);
  }
}
