package io.drover.placement.decide.moves;

import io.drover.core.decision.Reason;
import io.drover.core.model.NodeView;
import io.drover.core.model.ServiceView;
import io.drover.placement.decide.moves.DrainPlan.How;
import io.drover.placement.decide.moves.DrainPlan.Line;
import io.drover.placement.decide.moves.DrainPlan.Refusal;
import io.drover.placement.decide.moves.Room.Placed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Works out what draining a node would come to: a function of what is seen. */
public final class DrainPlanner {
  private static final Set<String> SUITE = Set.of("placement", "scaling");

  private final MoveFacts facts;
  private final NodeView node;
  private final Map<String, Surge> surges;
  private final Map<String, Reason> ordered;
  private final Room room;
  private final List<Line> lines = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<Reason> notes = new ArrayList<>();

  private DrainPlanner(
      MoveFacts facts, NodeView node, Map<String, Surge> surges, Map<String, Reason> ordered) {
    this.facts = facts;
    this.node = node;
    this.surges = surges;
    this.ordered = ordered;
    this.room = new Room(facts, Set.of(node.id()));
  }

  /**
   * Plans.
   *
   * @param surges services that are raised for this drain already
   * @param ordered what operators ordered for single services, by id
   */
  public static DrainPlan plan(
      MoveFacts facts, NodeView node, Map<String, Surge> surges, Map<String, Reason> ordered) {
    return new DrainPlanner(facts, node, surges, ordered).plan();
  }

  private DrainPlan plan() {
    node();
    // Those that start elsewhere first take the room first: the others come after the drain.
    List<MovableService> stopping = new ArrayList<>();
    for (MovableService service : facts.services()) {
      int tasks = facts.wantedOn(service.id(), node.id()).size();
      if (tasks == 0) {
        continue;
      }
      suite(service);
      if (service.view().mode() instanceof ServiceView.Mode.Global) {
        lines.add(ends(service, tasks));
      } else if (Handling.againstSurge(service).isPresent()) {
        stopping.add(service);
      } else {
        surge(service, tasks);
      }
    }
    stopping.forEach(service -> stop(service, Handling.againstSurge(service).orElseThrow()));
    lines.sort(Comparator.comparing(Line::serviceName));
    return new DrainPlan(node.id(), node.hostname(), lines, refusals, notes);
  }

  private void node() {
    if (!node.isReady()) {
      notes.add(
          Reason.of(
              "NodeDown",
              "%s is %s: Swarm has started its tasks elsewhere already"
                  .formatted(node.hostname(), node.state())));
    }
    boolean alone =
        facts.nodes().stream()
            .noneMatch(
                other ->
                    !other.id().equals(node.id())
                        && other.isReady()
                        && other.availability().equals("active"));
    if (alone) {
      refusals.add(
          new Refusal("", Reason.of("NoOtherNode", "no other node takes tasks: all would stop")));
    }
    if (node.role().equals("manager")) {
      notes.add(
          Reason.of(
              "Manager",
              "%s stays a manager: only its tasks go, the quorum is not touched; before it is switched off, see that the others are a majority"
                  .formatted(node.hostname())));
    }
  }

  private void suite(MovableService service) {
    String stack = service.view().labels().getOrDefault(ServiceView.STACK_LABEL, "");
    boolean ours =
        !stack.isEmpty()
            && SUITE.stream()
                .map(name -> stack + "_" + name)
                .allMatch(
                    name -> facts.services().stream().anyMatch(one -> one.name().equals(name)));
    if (ours && service.name().equals(stack + "_placement")) {
      notes.add(
          Reason.of(
              "RunsPlacement",
              "%s, which does this, runs there: whoever holds its lease next goes on with the drain"
                  .formatted(service.name())));
    }
    if (ours && service.name().equals(stack + "_database")) {
      notes.add(
          Reason.of(
              "RunsJournal",
              "%s, Drover's journal, runs there: while it is away, decisions wait in the spools"
                  .formatted(service.name())));
    }
  }

  private static Line ends(MovableService service, int tasks) {
    Reason why =
        Reason.of("Global", "it has a task on every node; the one here ends with the drain");
    return new Line(service.id(), service.name(), tasks, How.ENDS, 0, 0, Map.of(), why);
  }

  private void surge(MovableService service, int tasks) {
    Optional<Surge> raised = Optional.ofNullable(surges.get(service.id()));
    int documented = raised.map(Surge::documented).orElse(service.replicas());
    int elsewhere = facts.wanted(service.id()).size() - tasks;
    int missing = Math.max(0, documented - elsewhere);
    if (!room.admits(service, missing)) {
      stop(
          service,
          Reason.of(
              "NowhereElse",
              "a task more is not admitted elsewhere, by its constraints, ports or most tasks of a node"));
      return;
    }
    Placed placed = room.place(service, missing);
    if (placed.left() > 0) {
      refuse(
          service,
          new Reason(
              "NoRoom",
              "%s: the other nodes have no room for %d of its tasks (%s)"
                  .formatted(service.name(), placed.left(), placed.why()),
              Map.of("missing", "" + placed.left())));
    }
    if (raised.isEmpty()) {
      hindrances(service);
    }
    int to = raised.map(Surge::raised).orElse(documented + tasks);
    Reason why =
        new Reason(
            "StartsFirst",
            "%d tasks for a while instead of %d, until those elsewhere run; its scaling rests meanwhile, its bounds are exceeded on purpose"
                .formatted(to, documented),
            Map.of("from", "" + documented, "to", "" + to));
    lines.add(
        new Line(
            service.id(),
            service.name(),
            tasks,
            How.SURGE,
            documented,
            to,
            Room.byHost(placed, facts),
            why));
  }

  private void hindrances(MovableService service) {
    if (service.view().rollout().isBusy()) {
      refuse(
          service,
          Reason.of(
              "RolloutInProgress",
              "%s is being updated (%s)"
                  .formatted(
                      service.name(), service.view().rollout().name().toLowerCase(Locale.ROOT))));
    }
    Reason order = ordered.get(service.id());
    if (order != null) {
      refuse(service, order);
    }
  }

  private void stop(MovableService service, Reason why) {
    int tasks = facts.wantedOn(service.id(), node.id()).size();
    Placed placed = room.place(service, tasks);
    String then =
        placed.left() == 0
            ? ""
            : "; %d of them can't run elsewhere and wait for this node (%s)"
                .formatted(placed.left(), placed.why());
    lines.add(
        new Line(
            service.id(),
            service.name(),
            tasks,
            How.STOP,
            service.replicas(),
            service.replicas(),
            Room.byHost(placed, facts),
            new Reason(why.code(), why.text() + then, Map.of("stranded", "" + placed.left()))));
  }

  private void refuse(MovableService service, Reason why) {
    refusals.add(new Refusal(service.id(), why));
  }
}
