package io.drover.placement.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.placement.decide.plan.AddedNode;
import io.drover.placement.decide.plan.Amounts;
import io.drover.placement.decide.plan.Budget;
import io.drover.placement.decide.plan.FewestNodes;
import io.drover.placement.decide.plan.Loss;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.PlanResult;
import io.drover.placement.decide.plan.PlanResult.NodeUse;
import io.drover.placement.decide.plan.PlanResult.Unplaced;
import io.drover.placement.decide.plan.Refusal;
import java.util.List;
import java.util.Map;

/**
 * Writes plans, in the format that the design document fixes; what it doesn't name comes after what
 * it does.
 */
final class PlanAnswer {
  private final ObjectNode answer = JsonNodeFactory.instance.objectNode();

  private PlanAnswer() {}

  /**
   * A plan and what losing each node does to it.
   *
   * @param without nodes that were taken out: to lose them changes nothing any more
   */
  static PlanAnswer of(PlanResult plan, Map<String, Loss> losses, List<String> without) {
    PlanAnswer answer = new PlanAnswer();
    answer.answer.put("fits", plan.fits());
    answer.assignments(plan);
    ArrayNode unplaced = answer.answer.putArray("unplaced");
    plan.unplaced().forEach(one -> unplaced(unplaced.addObject(), one));
    ArrayNode nodes = answer.answer.putArray("nodes");
    plan.nodes().forEach(use -> node(nodes.addObject(), use));
    ObjectNode totals = answer.answer.putObject("totals");
    amounts(totals.putObject("reservations"), plan.totals().reservations());
    amounts(totals.putObject("limits"), plan.totals().limits());
    ObjectNode survives = answer.answer.putObject("survivesLossOf");
    without.forEach(name -> survives.put(name, plan.fits()));
    losses.forEach((name, loss) -> survives.put(name, loss.survives()));
    answer.homeless(losses);
    return answer;
  }

  private void assignments(PlanResult plan) {
    ArrayNode assignments = answer.putArray("assignments");
    for (PlanResult.Assignment one : plan.assignments()) {
      ObjectNode json =
          assignments
              .addObject()
              .put("service", one.service())
              .put("task", one.task())
              .put("node", one.node());
      if (one.standing()) {
        json.put("standing", true);
      }
    }
  }

  private static void unplaced(ObjectNode json, Unplaced one) {
    json.put("service", one.service()).put("count", one.count()).put("reason", one.reason());
    ArrayNode refusals = json.putArray("refusals");
    for (Refusal refusal : one.refusals()) {
      ObjectNode told =
          refusals
              .addObject()
              .put("node", refusal.node())
              .put("filter", refusal.filter().name().toLowerCase(java.util.Locale.ROOT))
              .put("why", refusal.why());
      if (!refusal.detail().isEmpty()) {
        told.put("detail", refusal.detail());
      }
    }
  }

  private static void node(ObjectNode json, NodeUse use) {
    PlanNode node = use.node();
    json.put("name", node.name());
    amounts(json.putObject("reserved"), use.reserved());
    ObjectNode free = json.putObject("free");
    Amounts offers = node.offers();
    Amounts taken = use.reserved();
    free.put(
        "cpu", signed(offers.cpu().nanos() - taken.cpu().nanos(), n -> Cpu.ofNanos(n).toString()));
    free.put(
        "memory",
        signed(offers.memory().value() - taken.memory().value(), n -> Bytes.of(n).toString()));
    // What no inventory tells is not known, and not nothing.
    if (node.untold().contains(Budget.IOPS)) {
      free.putNull("iops");
    } else {
      free.put("iops", offers.iops() - taken.iops());
    }
    if (node.untold().contains(Budget.BANDWIDTH)) {
      free.putNull("bandwidth");
    } else {
      long bits = offers.bandwidth().bitsPerSecond() - taken.bandwidth().bitsPerSecond();
      free.put("bandwidth", signed(bits, n -> new Bandwidth(n).toString()));
    }
    if (!offers.generic().isEmpty()) {
      ObjectNode generic = free.putObject("generic");
      offers.generic().keySet().stream()
          .sorted()
          .forEach(
              kind ->
                  generic.put(
                      kind, offers.generic().get(kind) - taken.generic().getOrDefault(kind, 0L)));
    }
    json.put("tasks", use.tasks());
  }

  /** A node of the live Swarm can be overdrawn: what it gave out before it shrank is still out. */
  private static String signed(long amount, java.util.function.LongFunction<String> text) {
    return amount < 0 ? "-" + text.apply(-amount) : text.apply(amount);
  }

  private static void amounts(ObjectNode json, Amounts amounts) {
    json.put("cpu", amounts.cpu().toString())
        .put("memory", amounts.memory().toString())
        .put("iops", amounts.iops())
        .put("bandwidth", amounts.bandwidth().toString());
    if (!amounts.generic().isEmpty()) {
      ObjectNode generic = json.putObject("generic");
      amounts.generic().keySet().stream()
          .sorted()
          .forEach(kind -> generic.put(kind, amounts.generic().get(kind)));
    }
  }

  private void homeless(Map<String, Loss> losses) {
    ObjectNode homeless = answer.putObject("homelessAfterLossOf");
    losses.forEach(
        (name, loss) -> {
          if (!loss.homeless().isEmpty()) {
            ArrayNode services = homeless.putArray(name);
            for (Unplaced one : loss.homeless()) {
              services
                  .addObject()
                  .put("service", one.service())
                  .put("count", one.count())
                  .put("reason", one.reason());
            }
          }
        });
  }

  /** The node to add. */
  PlanAnswer with(AddedNode added) {
    ObjectNode json = answer.putObject("addNode");
    switch (added) {
      case AddedNode.NotNeeded none -> json.put("needed", false);
      case AddedNode.Smallest(Amounts offers) -> {
        json.put("needed", true).put("helps", true);
        amounts(json.putObject("smallest"), offers);
      }
      case AddedNode.None(List<Unplaced> unplaced) -> {
        json.put("needed", true).put("helps", false);
        ArrayNode still = json.putArray("unplaced");
        unplaced.forEach(one -> unplaced(still.addObject(), one));
      }
    }
    return this;
  }

  /** How few nodes would do. */
  PlanAnswer with(FewestNodes fewest) {
    ObjectNode json = answer.putObject("fewestNodes");
    json.put("atLeast", fewest.atLeast());
    if (fewest.found().isEmpty()) {
      json.putNull("found");
    } else {
      json.put("found", fewest.found().size());
    }
    fewest.found().forEach(json.putArray("nodes")::add);
    return this;
  }

  /** What could not be read as it was meant. */
  PlanAnswer with(List<String> notes) {
    notes.forEach(answer.putArray("notes")::add);
    return this;
  }

  @Override
  public String toString() {
    return answer.toString();
  }
}
