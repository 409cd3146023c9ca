package io.drover.placement.observe.moves;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.NodeView;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PlacePolicy;
import io.drover.core.policy.PolicyParser;
import io.drover.core.policy.ServicePolicy;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import io.drover.placement.decide.moves.MovableService;
import io.drover.placement.decide.moves.MoveFacts;
import io.drover.placement.decide.plan.Amounts;
import io.drover.placement.decide.plan.PlanService;
import io.drover.placement.observe.LiveCluster;
import io.drover.placement.observe.NodeInventory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the Swarm as whoever moves tasks looks at it. */
public final class MoveFactsReader {
  /** A service with this label may ask for it; its policy says whether it does. */
  private static final String ASKS = "drover.place.rebalance";

  private final Engine engine;
  private final NodeInventory inventory;

  /** Reads from this manager. */
  public MoveFactsReader(Engine engine, NodeInventory inventory) {
    this.engine = engine;
    this.inventory = inventory;
  }

  /** What was read: facts but for the moment and for what ran how long. */
  public record Seen(
      List<MovableService> services,
      List<TaskView> tasks,
      List<NodeView> nodes,
      LiveCluster cluster) {

    /** As facts. */
    public MoveFacts facts(Instant now, Duration settle, TaskWatch watch) {
      return new MoveFacts(
          now,
          settle,
          services,
          tasks,
          nodes,
          watch.settled(now, settle),
          cluster.input().nodes(),
          cluster.input().standing());
    }
  }

  /**
   * Reads; asks the manager three times.
   *
   * @throws EngineException when the engine can't be read from
   */
  public Seen read() {
    return read(engine.list("/services"), true);
  }

  /**
   * Reads, without the tasks while nobody asks for any to be moved: of all they are the most.
   *
   * @param moving whether some are being moved
   * @throws EngineException when the engine can't be read from
   */
  public Seen read(boolean moving) {
    List<RawJson> services = engine.list("/services");
    boolean asked =
        services.stream()
            .map(json -> json.tree().path("Spec").path("Labels"))
            .anyMatch(labels -> labels.path(ASKS).asText("").strip().equals("auto"));
    return read(services, moving || asked);
  }

  /** In this order a task whose service is created meanwhile has no owner, never the other way. */
  private Seen read(List<RawJson> services, boolean withTasks) {
    List<RawJson> tasks = withTasks ? engine.list("/tasks") : List.of();
    List<RawJson> nodes = engine.list("/nodes");
    LiveCluster cluster = LiveCluster.of(services, tasks, nodes, inventory);
    Map<String, PlanService> plans = new HashMap<>();
    cluster.input().services().forEach(plan -> plans.put(plan.name(), plan));
    return new Seen(
        services.stream().map(json -> service(json.tree(), plans)).toList(),
        tasks.stream().map(json -> EngineReader.task(json.tree())).toList(),
        nodes.stream().map(json -> EngineReader.node(json.tree())).toList(),
        cluster);
  }

  private static MovableService service(JsonNode json, Map<String, PlanService> plans) {
    ServiceView view = EngineReader.service(json);
    JsonNode spec = json.path("Spec");
    Mounts mounts = Mounts.of(spec.path("TaskTemplate").path("ContainerSpec").path("Mounts"));
    boolean observing = false;
    boolean rebalance = false;
    if (PolicyParser.parse(view) instanceof Parsed.Governed(ServicePolicy policy, var warnings)) {
      observing = policy.mode() == ServicePolicy.Mode.OBSERVE;
      rebalance =
          policy.place().map(PlacePolicy::rebalance).orElse(PlacePolicy.Rebalance.OFF)
              == PlacePolicy.Rebalance.AUTO;
    }
    return new MovableService(
        view,
        plans.getOrDefault(view.name(), PlanService.of(view.name(), 0, Amounts.NOTHING)),
        spec.path("UpdateConfig").path("Order").asText("").equals("start-first"),
        mounts.data(),
        mounts.volumes(),
        observing,
        rebalance);
  }
}
