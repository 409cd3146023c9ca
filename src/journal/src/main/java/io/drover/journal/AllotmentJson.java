package io.drover.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;

/** Amounts as JSON: nano-cores, bytes, processes; what is not declared is left out. */
final class AllotmentJson {
  private static final String CPU = "nanoCpus";
  private static final String MEMORY = "memoryBytes";
  private static final String PIDS = "pids";

  private AllotmentJson() {}

  static ObjectNode write(Allotment allotment) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("reservations", write(allotment.reservations()));
    json.set("limits", write(allotment.limits()));
    return json;
  }

  static Allotment read(JsonNode json) {
    return new Allotment(
        resources(JsonText.child(json, "reservations")), resources(JsonText.child(json, "limits")));
  }

  static ObjectNode write(Resources resources) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    resources.cpu().ifPresent(cpu -> json.put(CPU, cpu.nanos()));
    resources.memory().ifPresent(memory -> json.put(MEMORY, memory.value()));
    resources.pids().ifPresent(pids -> json.put(PIDS, pids));
    return json;
  }

  static Resources resources(JsonNode json) {
    Resources resources = Resources.NONE;
    if (json.has(CPU)) {
      resources = resources.withCpu(Cpu.ofNanos(amount(json, CPU)));
    }
    if (json.has(MEMORY)) {
      resources = resources.withMemory(Bytes.of(amount(json, MEMORY)));
    }
    return json.has(PIDS) ? resources.withPids(amount(json, PIDS)) : resources;
  }

  private static long amount(JsonNode json, String field) {
    long amount = JsonText.number(json, field);
    if (amount < 0) {
      throw new MalformedDecisionException("field \"" + field + "\" is negative");
    }
    return amount;
  }
}
