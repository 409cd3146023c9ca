package io.drover.placement.decide.plan;

import io.drover.placement.decide.plan.PlanResult.Assignment;
import io.drover.placement.decide.plan.PlanResult.NodeUse;
import io.drover.placement.decide.plan.PlanResult.Totals;
import io.drover.placement.decide.plan.PlanResult.Unplaced;
import io.drover.placement.decide.plan.PlanService.Count;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One making of a plan. */
final class PlanRun {
  private final PlanInput input;
  private final Axes axes;
  private final Ledger ledger;
  private final Standing standing;
  private final List<NodeFilters> filters = new ArrayList<>();
  private final List<Assignment> assignments = new ArrayList<>();
  private final List<Unplaced> unplaced = new ArrayList<>();

  PlanRun(PlanInput input) {
    this.input = input;
    this.axes = Axes.of(input);
    this.ledger = new Ledger(input, axes);
    this.standing = new Standing(input);
    for (int number = 0; number < input.services().size(); number++) {
      filters.add(new NodeFilters(input.services().get(number), number, ledger));
    }
    stand();
    // Swarm looks at tasks that have their node already, as a global service's have, first.
    filters.stream().filter(PlanRun::isGlobal).forEach(this::placeOnAll);
    filters.stream().filter(one -> !isGlobal(one)).forEach(this::place);
  }

  private static boolean isGlobal(NodeFilters one) {
    return one.service().count() instanceof Count.Global;
  }

  private void stand() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int node = 0; node < input.nodes().size(); node++) {
      numbers.put(input.nodes().get(node).name(), node);
    }
    for (NodeFilters one : filters) {
      for (StandingTask task : standing.of(one.service())) {
        stand(task, one.number(), numbers.get(task.node()));
      }
    }
    standing.others().forEach(task -> stand(task, Ledger.NOBODY, numbers.get(task.node())));
  }

  private void stand(StandingTask task, int service, int node) {
    ledger.take(service, node, axes.numbers(task.takes()), task.ports(), task.wanted());
  }

  private void placeOnAll(NodeFilters one) {
    String service = one.service().name();
    int number = 0;
    List<Refusal> refusals = new ArrayList<>();
    for (int node = 0; node < input.nodes().size(); node++) {
      PlanNode candidate = input.nodes().get(node);
      boolean stands = ledger.tasks(one.number(), node) > 0;
      if (!stands && !one.wantsTaskOn(candidate)) {
        continue;
      }
      if (stands || one.accepts(node)) {
        assignments.add(new Assignment(service, ++number, candidate.name(), stands));
        if (!stands) {
          one.take(node);
        }
      } else {
        refusals.add(one.refusal(node));
      }
    }
    if (!refusals.isEmpty()) {
      unplaced.add(new Unplaced(service, refusals.size(), refusals));
    }
  }

  private void place(NodeFilters one) {
    PlanService service = one.service();
    int replicas = ((Count.Replicated) service.count()).replicas();
    Set<Integer> slots = new HashSet<>();
    for (StandingTask task : standing.of(service)) {
      if (slots.add(task.slot())) {
        assignments.add(new Assignment(service.name(), task.slot(), task.node(), true));
      }
    }
    int[] slot = {0};
    int left =
        Spread.place(
            one,
            ledger,
            replicas - slots.size(),
            node -> {
              do {
                slot[0]++;
              } while (slots.contains(slot[0]));
              String name = input.nodes().get(node).name();
              assignments.add(new Assignment(service.name(), slot[0], name, false));
            });
    if (left > 0) {
      unplaced.add(new Unplaced(service.name(), left, refusals(one)));
    }
  }

  private List<Refusal> refusals(NodeFilters one) {
    List<Refusal> refusals = new ArrayList<>();
    for (int node = 0; node < input.nodes().size(); node++) {
      if (!ledger.isLost(node) && !one.accepts(node)) {
        refusals.add(one.refusal(node));
      }
    }
    return refusals;
  }

  PlanResult result() {
    List<NodeUse> nodes = new ArrayList<>();
    for (int node = 0; node < input.nodes().size(); node++) {
      nodes.add(
          new NodeUse(
              input.nodes().get(node), axes.amounts(ledger.taken(node)), ledger.tasks(node)));
    }
    return new PlanResult(assignments, unplaced, nodes, totals());
  }

  private Totals totals() {
    Map<String, Long> missing = new HashMap<>();
    unplaced.forEach(one -> missing.put(one.service(), (long) one.count()));
    Map<String, Long> tasks = new HashMap<>(missing);
    assignments.forEach(one -> tasks.merge(one.service(), 1L, Long::sum));
    long[] reservations = new long[axes.count()];
    long[] limits = new long[axes.count()];
    for (PlanService service : input.services()) {
      long count = tasks.getOrDefault(service.name(), 0L);
      Axes.add(reservations, axes.numbers(service.reservation()), count);
      Axes.add(limits, axes.numbers(service.limit()), count);
    }
    return new Totals(axes.amounts(reservations), axes.amounts(limits));
  }

  Map<String, Loss> losses() {
    Map<String, Loss> losses = new LinkedHashMap<>();
    for (int node = 0; node < input.nodes().size(); node++) {
      losses.put(input.nodes().get(node).name(), loss(node));
    }
    return losses;
  }

  private Loss loss(int node) {
    int[] had = ledger.lose(node);
    List<Runnable> undo = new ArrayList<>();
    List<Unplaced> homeless = new ArrayList<>();
    for (NodeFilters one : filters) {
      // A global service's task dies with its node.
      int tasks = isGlobal(one) ? 0 : had[one.number()];
      int left = Spread.place(one, ledger, tasks, to -> undo.add(() -> one.giveBack(to)));
      if (left > 0) {
        homeless.add(new Unplaced(one.service().name(), left, refusals(one)));
      }
    }
    undo.forEach(Runnable::run);
    ledger.recover(node, had);
    return new Loss(unplaced.isEmpty() && homeless.isEmpty(), homeless);
  }
}
