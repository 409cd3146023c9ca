package io.drover.placement.api.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.placement.decide.capacity.Capacity;
import io.drover.placement.decide.capacity.NetworkUse;
import io.drover.placement.decide.capacity.NodeCapacity;
import io.drover.placement.decide.capacity.NodeUsed;
import io.drover.placement.decide.capacity.SizedService;
import io.drover.placement.decide.capacity.Subnet;
import io.drover.placement.decide.capacity.Totals;
import io.drover.placement.decide.plan.Budget;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.observe.capacity.CapacityObserver;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Writes {@code GET /v1/capacity}. */
final class CapacityAnswer {
  private CapacityAnswer() {}

  static ObjectNode write(Instant at, Capacity capacity, CapacityObserver.Seen seen) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("at", at.toString());
    ArrayNode nodes = answer.putArray("nodes");
    capacity
        .nodes()
        .forEach(
            node ->
                node(nodes.addObject(), node, seen.facts().byNode().get(node.node().facts().id())));
    groups(answer.putArray("stacks"), "stack", capacity.stacks());
    tiers(answer.putArray("tiers"), capacity);
    ArrayNode services = answer.putArray("services");
    capacity.services().forEach(service -> service(services.addObject(), service));
    AmountsJson.totals(answer.putObject("total"), capacity.total());
    ArrayNode networks = answer.putArray("networks");
    capacity.networks().forEach(network -> network(networks.addObject(), network));
    ArrayNode findings = answer.putArray("findings");
    capacity
        .findings()
        .forEach(one -> findings.addObject().put("code", one.code()).put("text", one.text()));
    ArrayNode notes = answer.putArray("notes");
    seen.notes().forEach(notes::add);
    seen.facts().failures().forEach(notes::add);
    return answer;
  }

  private static void node(ObjectNode json, NodeCapacity capacity, JsonNode facts) {
    PlanNode node = capacity.node();
    json.put("node", node.name());
    json.put("id", node.facts().id());
    json.put("role", node.facts().role());
    json.put("state", node.unavailable().isEmpty() ? "active" : node.unavailable());
    json.put("tier", capacity.tier());
    AmountsJson.offers(json.putObject("offers"), node);
    AmountsJson.totals(json, capacity.held());
    AmountsJson.left(json.putObject("free"), capacity.left(), node);
    used(json, capacity.used());
    if (facts == null) {
      json.put("hardware", "no agent on the node answered");
      return;
    }
    ObjectNode hardware = json.putObject("hardware");
    for (String field : new String[] {"cores", "physicalCores", "sockets", "memory", "numa"}) {
      if (facts.has(field)) {
        hardware.set(field, facts.get(field));
      }
    }
  }

  private static void used(ObjectNode json, NodeUsed used) {
    ObjectNode known = json.putObject("used");
    ObjectNode unknown = JsonNodeFactory.instance.objectNode();
    switch (used.cpu()) {
      case Reading.Known<Cpu>(Cpu cpu, var at) -> known.set("cpu", AmountsJson.cpu(cpu.nanos()));
      case Reading.Unknown<Cpu>(String why) -> unknown.put("cpu", why);
    }
    switch (used.memory()) {
      case Reading.Known<Bytes>(Bytes memory, var at) ->
          known.set("memory", AmountsJson.memory(memory.value()));
      case Reading.Unknown<Bytes>(String why) -> unknown.put("memory", why);
    }
    if (!unknown.isEmpty()) {
      json.set("unknown", unknown);
    }
  }

  private static void groups(ArrayNode json, String what, Map<String, Totals> sums) {
    new TreeMap<>(sums)
        .forEach((name, totals) -> AmountsJson.totals(json.addObject().put(what, name), totals));
  }

  /** Beside what a tier's services take, what the nodes with its label offer. */
  private static void tiers(ArrayNode json, Capacity capacity) {
    Map<String, Totals> sums = new TreeMap<>(capacity.tiers());
    capacity.nodes().forEach(node -> sums.putIfAbsent(node.tier(), Totals.NONE));
    sums.forEach(
        (name, totals) -> {
          ObjectNode tier = json.addObject().put("tier", name);
          AmountsJson.totals(tier, totals);
          long cpu = 0;
          long memory = 0;
          int nodes = 0;
          for (NodeCapacity node : capacity.nodes()) {
            if (node.tier().equals(name)) {
              nodes++;
              cpu = Math.addExact(cpu, node.node().offers().cpu().nanos());
              memory = Math.addExact(memory, node.node().offers().memory().value());
            }
          }
          tier.put("nodes", nodes);
          ObjectNode offers = tier.putObject("offers");
          offers.set("cpu", AmountsJson.cpu(cpu));
          offers.set("memory", AmountsJson.memory(memory));
        });
  }

  private static void service(ObjectNode json, SizedService service) {
    json.put("service", service.name()).put("stack", service.stack()).put("tier", service.tier());
    AmountsJson.totals(json, Totals.NONE.and(service, service.tasks()));
  }

  private static void network(ObjectNode json, NetworkUse network) {
    json.put("network", network.name()).put("id", network.id());
    ArrayNode subnets = json.putArray("subnets");
    network.subnets().stream().map(Subnet::text).forEach(subnets::add);
    json.put("size", network.size());
    json.putObject("used")
        .put("tasks", network.tasks())
        .put("services", network.services())
        .put("nodes", network.nodes());
    json.put("free", network.free());
    json.put("waiting", network.waiting());
    json.put("nearlyFull", network.isNearlyFull());
  }

  /** Whether a node's inventory tells a budget. */
  static boolean tells(PlanNode node, Budget budget) {
    return !node.untold().contains(budget);
  }
}
