package io.drover.placement.api.capacity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.placement.decide.capacity.NodeCapacity;
import io.drover.placement.decide.capacity.Totals;
import io.drover.placement.decide.plan.Amounts;
import io.drover.placement.decide.plan.Budget;
import io.drover.placement.decide.plan.PlanNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.TreeMap;

/**
 * Amounts in answers: as people write them, and exact. Memory is also told in GB (10^9) and GiB
 * (2^30), which people take for each other.
 */
final class AmountsJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final BigDecimal GB = BigDecimal.valueOf(1_000_000_000);
  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);

  private AmountsJson() {}

  static ObjectNode cpu(long nanos) {
    return signed(nanos, Cpu.ofNanos(Math.abs(nanos)).toString());
  }

  static ObjectNode memory(long bytes) {
    ObjectNode json = signed(bytes, Bytes.of(Math.abs(bytes)).toString());
    json.put("gb", BigDecimal.valueOf(bytes).divide(GB).stripTrailingZeros());
    json.put(
        "gib", BigDecimal.valueOf(bytes).divide(GIB, MathContext.DECIMAL64).stripTrailingZeros());
    return json;
  }

  private static ObjectNode bandwidth(long bits) {
    return signed(bits, new Bandwidth(Math.abs(bits)).toString());
  }

  private static ObjectNode signed(long units, String shown) {
    return JSON.objectNode().put("value", units < 0 ? "-" + shown : shown).put("exact", units);
  }

  /** What a node offers; a budget that its inventory doesn't tell is left out. */
  static void offers(ObjectNode json, PlanNode node) {
    Amounts offers = node.offers();
    json.set("cpu", cpu(offers.cpu().nanos()));
    json.set("memory", memory(offers.memory().value()));
    if (CapacityAnswer.tells(node, Budget.IOPS)) {
      json.put("iops", offers.iops());
    }
    if (CapacityAnswer.tells(node, Budget.BANDWIDTH)) {
      json.set("bandwidth", bandwidth(offers.bandwidth().bitsPerSecond()));
    }
    generic(json, offers.generic());
  }

  /** What is left of it. */
  static void left(ObjectNode json, NodeCapacity.Left left, PlanNode node) {
    json.set("cpu", cpu(left.cpu()));
    json.set("memory", memory(left.memory()));
    if (CapacityAnswer.tells(node, Budget.IOPS)) {
      json.put("iops", left.iops());
    }
    if (CapacityAnswer.tells(node, Budget.BANDWIDTH)) {
      json.set("bandwidth", bandwidth(left.bandwidth()));
    }
    generic(json, left.generic());
  }

  /** Tasks, what they reserve, what they are limited to, and how many have no limit. */
  static void totals(ObjectNode json, Totals totals) {
    json.put("tasks", totals.tasks());
    Amounts reserved = totals.reserved();
    ObjectNode reservations = json.putObject("reserved");
    reservations.set("cpu", cpu(reserved.cpu().nanos()));
    reservations.set("memory", memory(reserved.memory().value()));
    reservations.put("iops", reserved.iops());
    reservations.set("bandwidth", bandwidth(reserved.bandwidth().bitsPerSecond()));
    generic(reservations, reserved.generic());
    Resources limits = totals.limits();
    ObjectNode limited = json.putObject("limited");
    limited.set("cpu", cpu(limits.cpu().orElse(Cpu.ZERO).nanos()));
    limited.set("memory", memory(limits.memory().orElse(Bytes.ZERO).value()));
    limited.put("pids", limits.pids().orElse(0L));
    json.putObject("unlimited")
        .put("cpu", totals.unlimited().cpu())
        .put("memory", totals.unlimited().memory())
        .put("pids", totals.unlimited().pids());
  }

  private static void generic(ObjectNode json, Map<String, Long> amounts) {
    if (!amounts.isEmpty()) {
      ObjectNode generic = json.putObject("generic");
      new TreeMap<>(amounts).forEach(generic::put);
    }
  }
}
