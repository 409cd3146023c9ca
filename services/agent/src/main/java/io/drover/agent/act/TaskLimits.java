package io.drover.agent.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.model.Field;
import io.drover.agent.model.Usage;
import io.drover.agent.record.Samples;
import io.drover.core.decision.Outcome;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.engine.RawJson;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/**
 * Changes the limits of a running task's container, but to nothing that is less than it uses at
 * this moment: of memory its working set, of CPU its mean of some seconds. A limit of processes may
 * be below what there are: none of them ends, there just come no more.
 */
public final class TaskLimits {
  private static final Duration WINDOW = Duration.ofSeconds(15);
  private static final BigInteger NANOS_PER_CORE = BigInteger.valueOf(1_000_000_000);
  private static final long DEFAULT_PERIOD_MICROS = 100_000;

  private final Engine engine;
  private final Samples samples;

  /** Limits of the containers that were sampled here. */
  public TaskLimits(Engine engine, Samples samples) {
    this.engine = engine;
    this.samples = samples;
  }

  /**
   * Sets limits; blocks on the engine.
   *
   * @param limits what is absent stays as it is
   */
  public Outcome set(String taskId, Resources limits) {
    Optional<Samples.Measured> task =
        samples.all().stream().filter(one -> one.container().taskId().equals(taskId)).findFirst();
    if (task.isEmpty()) {
      return new Outcome.Failed(Outcome.Kind.NOT_FOUND, "no task " + taskId + " runs on this node");
    }
    Optional<String> objection = objection(Usage.over(task.get().samples(), WINDOW), limits);
    if (objection.isPresent()) {
      return new Outcome.Failed(Outcome.Kind.REJECTED, objection.get());
    }
    String id = task.get().container().id();
    try {
      return engine
          .inspect("/containers/" + id + "/json")
          .map(found -> engine.updateContainer(id, update(found.tree().path("HostConfig"), limits)))
          .orElseGet(
              () -> new Outcome.Failed(Outcome.Kind.NOT_FOUND, "the container has just ended"));
    } catch (EngineException away) {
      return away.outcome();
    }
  }

  /** Why a task must not be limited so: it uses more, or nobody knows what it uses. */
  static Optional<String> objection(Usage usage, Resources limits) {
    return limits
        .memory()
        .flatMap(
            memory -> tooLittle("memory", usage.newest().memory().workingSet(), memory.value()))
        .or(() -> limits.cpu().flatMap(cpu -> tooLittle("cpu", usage.nanoCores(), cpu.nanos())));
  }

  private static Optional<String> tooLittle(String what, Field used, long limit) {
    return switch (used) {
      case Field.Known(long value) when value <= limit -> Optional.empty();
      case Field.Known(long value) ->
          Optional.of(
              "its %s is not limited to %s: it uses %s"
                  .formatted(what, people(what, limit), people(what, value)));
      case Field.Unlimited none -> Optional.of("its use of " + what + " is not known");
      case Field.Unknown(String reason) ->
          Optional.of("its use of %s is not known: %s".formatted(what, reason));
    };
  }

  private static String people(String what, long amount) {
    return what.equals("cpu") ? Cpu.ofNanos(amount).toString() : Bytes.of(amount).toString();
  }

  /**
   * The members of a container's {@code HostConfig} to change. Memory is never set without swap,
   * which the engine would hold against it; what may be swapped stays as much. A CPU limit is set
   * in the terms that the container was started with, since the engine takes no others.
   */
  static RawJson update(JsonNode present, Resources limits) {
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    limits
        .memory()
        .ifPresent(
            memory -> {
              change.put("Memory", memory.value());
              change.put("MemorySwap", swap(present, memory.value()));
            });
    limits.cpu().ifPresent(cpu -> put(change, present, cpu));
    limits.pids().ifPresent(pids -> change.put("PidsLimit", pids));
    return RawJson.of(change.toString());
  }

  private static long swap(JsonNode present, long memory) {
    long swap = present.path("MemorySwap").asLong();
    if (swap < 0) {
      return -1;
    }
    // To the engine 0 means as much swap as memory.
    return swap == 0
        ? Math.multiplyExact(memory, 2)
        : memory + Math.max(0, swap - present.path("Memory").asLong());
  }

  private static void put(ObjectNode change, JsonNode present, Cpu cpu) {
    long period = present.path("CpuPeriod").asLong();
    boolean byQuota = period > 0 || present.path("CpuQuota").asLong() > 0;
    if (!byQuota) {
      change.put("NanoCpus", cpu.nanos());
      return;
    }
    long micros = period > 0 ? period : DEFAULT_PERIOD_MICROS;
    change.put("CpuPeriod", micros);
    change.put(
        "CpuQuota",
        BigInteger.valueOf(cpu.nanos())
            .multiply(BigInteger.valueOf(micros))
            .divide(NANOS_PER_CORE)
            .longValueExact());
  }
}
