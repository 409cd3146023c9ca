package io.drover.placement.decide.moves;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.NodeView;
import io.drover.core.model.TaskView;
import io.drover.placement.decide.moves.DrainIntent.Stage;
import io.drover.placement.decide.moves.DrainPlan.How;
import io.drover.placement.decide.moves.DrainPlan.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The next step of a drain. It goes by what is seen and by what was written down, never by what was
 * done a moment ago; so that whoever comes next can go on from any point.
 *
 * <p>The node takes no more tasks first. Then each service in turn gets as many tasks more as it
 * has there, which start elsewhere. When enough of all services run elsewhere the node is drained,
 * and the services get their documented count back, each once no task of it is still starting.
 */
public final class DrainDecider {
  private final DrainIntent intent;
  private final MoveFacts facts;
  private final Map<String, Reason> ordered;
  private final NodeView node;

  private DrainDecider(
      DrainIntent intent, MoveFacts facts, Map<String, Reason> ordered, NodeView node) {
    this.intent = intent;
    this.facts = facts;
    this.ordered = ordered;
    this.node = node;
  }

  /**
   * Decides.
   *
   * @param ordered what operators ordered for single services, by id, in the way of a surge
   */
  public static DrainStep next(DrainIntent intent, MoveFacts facts, Map<String, Reason> ordered) {
    Optional<NodeView> node = facts.node(intent.nodeId());
    return node.isEmpty()
        ? gone(intent, facts)
        : new DrainDecider(intent, facts, ordered, node.get()).next();
  }

  /** The node has left the Swarm meanwhile; what was raised has to come down nevertheless. */
  private static DrainStep gone(DrainIntent intent, MoveFacts facts) {
    return lower(
        intent,
        facts,
        Reason.of("NodeGone", "%s is no longer in the Swarm".formatted(intent.hostname())));
  }

  private DrainStep next() {
    if (intent.stage() == Stage.RESTORING) {
      return restore();
    }
    return switch (node.availability()) {
      case "drain" -> leave();
      case "pause" ->
          intent.stage() == Stage.ORDERED
              ? new DrainStep.Note(
                  intent.at(Stage.CLEARING),
                  Reason.of("Paused", "%s takes no more tasks".formatted(node.hostname())))
              : clear();
      default ->
          intent.stage() == Stage.ORDERED
              ? set(
                  "pause",
                  Reason.of(
                      "DrainOrdered",
                      "%s is to be drained for %s: it takes no more tasks, so that new ones start elsewhere"
                          .formatted(node.hostname(), intent.order().by())))
              : new DrainStep.Note(
                  // What somebody made it meanwhile is what it gets back.
                  new DrainIntent(
                      intent.nodeId(),
                      intent.hostname(),
                      node.availability(),
                      intent.order(),
                      Stage.RESTORING,
                      intent.surges()),
                  Reason.of(
                      "Overruled",
                      "somebody made %s %s meanwhile: the drain ends"
                          .formatted(node.hostname(), node.availability())));
    };
  }

  /** Each service in turn gets tasks elsewhere. */
  private DrainStep clear() {
    DrainPlan plan = DrainPlanner.plan(facts, node, intent.surges(), ordered);
    for (Line line : plan.services()) {
      Surge surge = intent.surges().get(line.serviceId());
      if (surge == null && line.how() == How.SURGE) {
        return plan.refusal(line.serviceId())
            .or(() -> Lowering.starting(line.serviceName(), line.serviceId(), facts))
            .<DrainStep>map(DrainStep.Wait::new)
            .orElseGet(() -> raise(line));
      }
      if (line.how() == How.STOP && surge == null && !intent.order().allowStop()) {
        return new DrainStep.Wait(DrainPlan.needsAllowStop(line));
      }
      if (surge != null) {
        Optional<DrainStep> unready = unready(line.serviceId(), surge);
        if (unready.isPresent()) {
          return unready.get();
        }
      }
    }
    for (Map.Entry<String, Surge> surge : intent.surges().entrySet()) {
      Optional<DrainStep> unready = unready(surge.getKey(), surge.getValue());
      if (unready.isPresent()) {
        return unready.get();
      }
    }
    return set(
        "drain",
        Reason.of(
            "RunsElsewhere",
            "all that %s has to let go runs elsewhere%s"
                .formatted(
                    node.hostname(),
                    plan.stopping().isEmpty()
                        ? ""
                        : ", but for what the order allows to stop: "
                            + String.join(
                                ", ", plan.stopping().stream().map(Line::serviceName).toList()))));
  }

  private DrainStep raise(Line line) {
    MovableService service = facts.service(line.serviceId()).orElseThrow();
    int keep = Math.min(line.from(), facts.settledElsewhere(service.id(), ""));
    Surge surge = new Surge(service.name(), line.from(), line.to(), keep);
    Reason why =
        new Reason(
            "StartElsewhere",
            "%d of its tasks are on %s, which is to be drained: as many more start elsewhere first"
                .formatted(line.tasks(), node.hostname()),
            Map.of("tasks", "" + line.tasks(), "node", node.hostname()));
    return act(service, line.to(), why, intent.with(service.id(), surge));
  }

  /** What a service that is raised still lacks, if anything. */
  private Optional<DrainStep> unready(String serviceId, Surge surge) {
    Optional<MovableService> found = facts.service(serviceId);
    if (found.isEmpty()) {
      return Optional.of(forget(intent, serviceId, surge, "is gone"));
    }
    MovableService service = found.get();
    if (service.replicas() == surge.documented()) {
      // Written down but not done, or undone by a new deployment of its stack.
      return Optional.of(
          act(
              service,
              surge.raised(),
              Reason.of("StartElsewhere", "its tasks elsewhere are not asked for yet"),
              intent));
    }
    if (service.replicas() != surge.raised()) {
      return Optional.of(
          forget(
              intent, serviceId, surge, "was set to %d by somebody".formatted(service.replicas())));
    }
    int settled = facts.settledElsewhere(serviceId, node.id());
    return settled >= surge.keep()
        ? Optional.empty()
        : Optional.of(
            new DrainStep.Wait(
                new Reason(
                    "StartingElsewhere",
                    "%s: %d of %d tasks run elsewhere so far%s"
                        .formatted(service.name(), settled, surge.keep(), unplaced(serviceId)),
                    Map.of("running", "" + settled, "needed", "" + surge.keep()))));
  }

  private String unplaced(String serviceId) {
    return facts.wanted(serviceId).stream()
        .filter(task -> task.nodeId().isEmpty() && !task.message().isEmpty())
        .findFirst()
        .map(task -> "; Swarm says of one: " + task.message())
        .orElse("");
  }

  /** The node is drained: its tasks go, and then the counts come down. */
  private DrainStep leave() {
    List<TaskView> staying = facts.aliveOn(node.id()).stream().filter(TaskView::isWanted).toList();
    if (!staying.isEmpty()) {
      return new DrainStep.Wait(
          new Reason(
              "Leaving",
              "Swarm has yet to let go of tasks on %s".formatted(node.hostname()),
              Map.of("tasks", "" + staying.size())));
    }
    List<TaskView> ending = node.isReady() ? facts.aliveOn(node.id()) : List.of();
    if (intent.surges().isEmpty() && !ending.isEmpty()) {
      return new DrainStep.Wait(
          new Reason(
              "Ending",
              "tasks on %s are still ending".formatted(node.hostname()),
              Map.of("tasks", "" + ending.size())));
    }
    return lower(
        intent, facts, Reason.of("Drained", "%s runs no more tasks".formatted(node.hostname())));
  }

  private DrainStep restore() {
    if (!node.availability().equals(intent.before())) {
      return set(
          intent.before(),
          Reason.of(
              "Restored",
              "%s is %s again, for %s"
                  .formatted(node.hostname(), intent.before(), intent.order().by())));
    }
    return lower(
        intent,
        facts,
        Reason.of("Restored", "%s is %s again".formatted(node.hostname(), intent.before())));
  }

  /** Gives one service its documented count back, one after the other. */
  private static DrainStep lower(DrainIntent intent, MoveFacts facts, Reason done) {
    List<Reason> waits = new ArrayList<>();
    for (Map.Entry<String, Surge> entry : intent.surges().entrySet()) {
      Surge surge = entry.getValue();
      Optional<MovableService> service = facts.service(entry.getKey());
      if (service.isEmpty()) {
        return forget(intent, entry.getKey(), surge, "is gone");
      }
      int replicas = service.get().replicas();
      int ending = facts.ending(entry.getKey());
      if (replicas == surge.documented() && ending > 0) {
        // What it leaves is room that tasks of the next one may be waiting for.
        return new DrainStep.Wait(
            Reason.of("Ending", "%s: tasks too many are ending".formatted(surge.serviceName())));
      }
      if (replicas != surge.raised()) {
        return forget(
            intent,
            entry.getKey(),
            surge,
            replicas == surge.documented()
                ? "has its %d tasks again".formatted(replicas)
                : "was set to %d by somebody".formatted(replicas));
      }
      Optional<Reason> first = Lowering.waitsFor(service.get(), surge, facts);
      if (first.isEmpty()) {
        Reason why =
            Reason.of(
                "BackToDocumented", "all its tasks run; the ones too many are no longer needed");
        return act(service.get(), surge.documented(), why, intent);
      }
      waits.add(first.get());
    }
    return waits.isEmpty() ? new DrainStep.Done(done) : new DrainStep.Wait(waits.getFirst());
  }

  private static DrainStep forget(DrainIntent intent, String serviceId, Surge surge, String what) {
    return new DrainStep.Note(
        intent.without(serviceId),
        Reason.of("SurgeOver", "%s %s".formatted(surge.serviceName(), what)));
  }

  private static DrainStep act(MovableService service, int to, Reason why, DrainIntent ahead) {
    Action action =
        new Action.SetReplicas(
            service.id(), service.name(), service.view().version(), service.replicas(), to);
    return new DrainStep.Act(plan(action, why), service.id(), ahead);
  }

  private DrainStep set(String availability, Reason why) {
    Action action =
        new Action.SetAvailability(
            node.id(), node.hostname(), node.version(), node.availability(), availability);
    return new DrainStep.Act(plan(action, why), "", intent);
  }

  private static Plan plan(Action action, Reason why) {
    return new Plan(List.of(new Plan.Step(action, List.of(why))), List.of(), List.of(why));
  }
}
