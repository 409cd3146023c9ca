package io.drover.placement.decide.moves;

import io.drover.placement.decide.plan.Amounts;
import io.drover.placement.decide.plan.PlanInput;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.PlanResult;
import io.drover.placement.decide.plan.PlanResult.Assignment;
import io.drover.placement.decide.plan.PlanService;
import io.drover.placement.decide.plan.PlanService.Count;
import io.drover.placement.decide.plan.Planner;
import io.drover.placement.decide.plan.StandingTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where the planner would place more tasks, one service after the other: what was placed takes room
 * from what comes next.
 */
final class Room {
  private final List<PlanNode> nodes;
  private final List<StandingTask> standing;
  private final Map<String, String> ids;

  /**
   * Where tasks go.
   *
   * @param on ids of the nodes that each task went to, in order
   * @param left how many found none
   * @param why what ruled the nodes out; empty text when all found one
   */
  record Placed(List<String> on, int left, String why) {
    Placed {
      on = List.copyOf(on);
    }
  }

  /**
   * Room on all nodes that take tasks.
   *
   * @param without ids of nodes that are not to be counted on
   */
  Room(MoveFacts facts, Set<String> without) {
    nodes =
        facts.planNodes().stream()
            .map(node -> without.contains(node.facts().id()) ? closed(node) : node)
            .toList();
    standing = new ArrayList<>(facts.standing());
    ids = nodes.stream().collect(Collectors.toMap(PlanNode::name, node -> node.facts().id()));
  }

  private static PlanNode closed(PlanNode node) {
    return new PlanNode(
        node.name(), node.facts(), "drain", node.offers(), node.untold(), node.plugins());
  }

  /** Places so many more tasks of a service; they take the room that they need. */
  Placed place(MovableService service, int more) {
    PlanResult result = plan(service.plan(), more);
    List<String> on = new ArrayList<>();
    for (Assignment assignment : result.assignments()) {
      if (!assignment.standing()) {
        on.add(ids.get(assignment.node()));
        standing.add(stands(service.plan(), assignment));
      }
    }
    if (result.fits()) {
      return new Placed(on, 0, "");
    }
    var unplaced = result.unplaced().getFirst();
    return new Placed(on, unplaced.count(), unplaced.reason());
  }

  /** Whether so many more tasks of a service would find nodes, were there room for all of them. */
  boolean admits(MovableService service, int more) {
    PlanService plan = service.plan();
    PlanService takingNothing =
        new PlanService(plan.name(), plan.count(), Amounts.NOTHING, Amounts.NOTHING, plan.rules());
    return plan(takingNothing, more).fits();
  }

  private PlanResult plan(PlanService service, int more) {
    long slots =
        standing.stream()
            .filter(task -> task.service().equals(service.name()) && task.wanted())
            .map(StandingTask::slot)
            .distinct()
            .count();
    PlanService wanted = service.counting(new Count.Replicated((int) slots + more));
    return Planner.plan(new PlanInput(nodes, List.of(wanted), standing));
  }

  private static StandingTask stands(PlanService service, Assignment assignment) {
    return new StandingTask(
        "",
        service.name(),
        assignment.task(),
        assignment.node(),
        service.reservation(),
        service.rules().ports(),
        true);
  }

  /**
   * Ids of the nodes that a service's tasks may be on, however full they are, by host name as the
   * planner has it.
   */
  Map<String, String> admitted(MovableService service) {
    PlanService.Rules rules = service.plan().rules();
    PlanService anywhere =
        new PlanService(
            service.name(),
            new Count.Global(),
            Amounts.NOTHING,
            Amounts.NOTHING,
            new PlanService.Rules(
                rules.constraints(), List.of(), 0, Set.of(), rules.platforms(), rules.plugins()));
    Map<String, String> admitted = new TreeMap<>();
    Planner.plan(new PlanInput(nodes, List.of(anywhere), List.of()))
        .assignments()
        .forEach(one -> admitted.put(one.node(), ids.get(one.node())));
    return admitted;
  }

  /** How many tasks went to each node, by host name. */
  static Map<String, Integer> byHost(Placed placed, MoveFacts facts) {
    Map<String, Integer> lands = new HashMap<>();
    placed.on().forEach(id -> lands.merge(facts.hostname(id), 1, Integer::sum));
    return lands;
  }
}
