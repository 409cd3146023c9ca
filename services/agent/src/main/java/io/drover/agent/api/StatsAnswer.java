package io.drover.agent.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.model.Container;
import io.drover.agent.model.Controls;
import io.drover.agent.model.Field;
import io.drover.agent.model.IndexSet;
import io.drover.agent.model.Sample;
import io.drover.agent.model.Usage;
import io.drover.agent.record.NodeIdentity;
import io.drover.agent.record.OomKills;
import io.drover.agent.record.Samples;
import io.drover.core.model.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Writes {@code GET /v1/stats}. */
final class StatsAnswer {
  private static final int PERMILLE_DIGITS = 3;
  private static final int NANO_DIGITS = 9;

  private StatsAnswer() {}

  static ObjectNode write(
      NodeIdentity.Identity node,
      Instant at,
      Duration window,
      List<Samples.Measured> measured,
      List<OomKills.Killed> killed) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("node").put("id", node.id()).put("hostname", node.hostname());
    answer.put("at", at.toString());
    answer.put("window", Durations.format(window));
    ArrayNode tasks = answer.putArray("tasks");
    for (Samples.Measured one : measured) {
      ObjectNode task = tasks.addObject();
      ObjectNode unknown = JsonNodeFactory.instance.objectNode();
      write(task, one.container(), Usage.over(one.samples(), window), unknown);
      controls(task, one.controls(), unknown);
      if (!unknown.isEmpty()) {
        task.set("unknown", unknown);
      }
    }
    ArrayNode ended = answer.putArray("oomKilled");
    for (OomKills.Killed one : killed) {
      ended
          .addObject()
          .put("service", one.container().service())
          .put("serviceId", one.container().serviceId())
          .put("taskId", one.container().taskId())
          .put("startedAt", one.container().startedAt().toString())
          .put("at", one.at().toString());
    }
    return answer;
  }

  private static void write(ObjectNode task, Container container, Usage usage, ObjectNode unknown) {
    Sample sample = usage.newest();
    task.put("service", container.service());
    task.put("serviceId", container.serviceId());
    task.put("task", container.task());
    task.put("taskId", container.taskId());
    task.put("container", container.id());
    task.put("name", container.name());
    task.put("stack", container.stack());
    task.put("startedAt", container.startedAt().toString());
    task.put("sampledAt", sample.at().wall().toString());
    task.put("window", Durations.format(usage.covered()));

    ObjectNode cpu = task.putObject("cpu");
    FieldJson.put(cpu, "nanoCores", usage.nanoCores(), unknown, "cpu");
    scaled(cpu, "cores", usage.nanoCores(), NANO_DIGITS);
    scaled(cpu, "throttledShare", usage.throttledPermille(), PERMILLE_DIGITS);
    FieldJson.put(cpu, "quotaNanoCores", sample.cpu().quotaNanoCores(), unknown, "cpu.quota");

    ObjectNode memory = task.putObject("memory");
    FieldJson.put(memory, "usage", sample.memory().usage(), unknown, "memory");
    FieldJson.put(memory, "workingSet", sample.memory().workingSet(), unknown, "memory");
    FieldJson.put(memory, "workingSetPeak", usage.workingSetPeak(), unknown, "memory");
    FieldJson.put(memory, "limit", sample.memory().limit(), unknown, "memory.limit");

    ObjectNode pids = task.putObject("pids");
    FieldJson.put(pids, "current", sample.pids().current(), unknown, "pids");
    FieldJson.put(pids, "limit", sample.pids().limit(), unknown, "pids.limit");
    FieldJson.put(task, "oomKills", sample.memory().oomKills(), unknown, "oomKills");

    ObjectNode block = task.putObject("block");
    FieldJson.put(block, "readBytesPerSecond", usage.blockIn(), unknown, "block");
    FieldJson.put(block, "writtenBytesPerSecond", usage.blockOut(), unknown, "block");
    ObjectNode network = task.putObject("network");
    FieldJson.put(network, "receivedBytesPerSecond", usage.netIn(), unknown, "network");
    FieldJson.put(network, "sentBytesPerSecond", usage.netOut(), unknown, "network");
  }

  /** Where it may run and with what weight; which word the weight has, says the kernel's scale. */
  private static void controls(ObjectNode task, Controls controls, ObjectNode unknown) {
    ObjectNode cpu = (ObjectNode) task.get("cpu");
    String scale =
        switch (controls.weight().scale()) {
          case SHARES -> "shares";
          case WEIGHT -> "weight";
        };
    FieldJson.put(cpu, scale, controls.weight().value(), unknown, "cpu." + scale);
    ObjectNode cpuset = task.putObject("cpuset");
    indices(cpuset, "cpus", controls.cpus(), unknown);
    indices(cpuset, "mems", controls.memoryNodes(), unknown);
    FieldJson.put(
        (ObjectNode) task.get("memory"),
        "memswap",
        controls.memoryAndSwap(),
        unknown,
        "memory.memswap");
  }

  private static void indices(
      ObjectNode json, String name, Controls.Indices indices, ObjectNode unknown) {
    switch (indices) {
      case Controls.Indices.Known(IndexSet set) -> json.put(name, set.toString());
      case Controls.Indices.Unknown(String reason) -> unknown.put("cpuset." + name, reason);
    }
  }

  /** A decimal fraction of what is counted in whole small units. */
  private static void scaled(ObjectNode json, String name, Field field, int digits) {
    if (field instanceof Field.Known(long value)) {
      json.put(name, BigDecimal.valueOf(value, digits).stripTrailingZeros());
    }
  }
}
