package io.drover.agent.act;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.agent.model.Container;
import io.drover.agent.model.Controls;
import io.drover.agent.model.Field;
import io.drover.agent.model.tuning.Goal;
import io.drover.agent.model.tuning.Kind;
import io.drover.agent.observe.ControlReader;
import io.drover.agent.observe.OomScores;
import io.drover.agent.record.TuningBook;
import io.drover.core.decision.Outcome;
import io.drover.engine.Engine;

/** Brings one setting of one container about, and reads it back from the kernel. */
final class TuningActuator {
  private static final long PAGE = 4096;
  private static final String USUAL_SHARES = "1024";

  /** What engines before runc 1.3 turn into the usual weight of 100, which 1024 is not to them. */
  private static final String USUAL_WEIGHT_AS_SHARES = "2598";

  private static final long USUAL_WEIGHT = 100;

  private final Engine engine;
  private final ControlReader controls;
  private final OomScores scores;
  private final TuningBook book;

  TuningActuator(Engine engine, ControlReader controls, OomScores scores, TuningBook book) {
    this.engine = engine;
    this.controls = controls;
    this.scores = scores;
    this.book = book;
  }

  /**
   * What came of it.
   *
   * @param actual as the kernel says now; empty text when it does not
   * @param reason why it is not so; empty text when it is
   */
  record Result(String actual, String reason) {}

  /** Sets what differs; what is so already costs two readings. */
  Result reach(Container container, JsonNode hostConfig, Kind kind, Goal goal) {
    return switch (goal) {
      case Goal.Set(String value) -> set(container, hostConfig, kind, value);
      case Goal.Back(String value) -> back(container, hostConfig, kind, value);
      case Goal.Instead(String value, String reason) -> {
        Result set = set(container, hostConfig, kind, value);
        yield new Result(
            set.actual(), set.reason().isEmpty() ? reason : reason + "; " + set.reason());
      }
      case Goal.Refuse(String reason) -> new Result(actual(container, kind), reason);
    };
  }

  private Result set(Container container, JsonNode hostConfig, Kind kind, String value) {
    String before = ContainerSettings.read(hostConfig).get(kind);
    if (kind == Kind.OOM_SCORE) {
      book.willChange(container.id(), kind, before);
      return score(container, value);
    }
    if (!before.equals(value) || differs(container, kind, value)) {
      book.willChange(container.id(), kind, before);
      Outcome outcome = update(container, hostConfig, kind, value);
      if (!(outcome instanceof Outcome.Applied)) {
        return new Result(actual(container, kind), message(outcome));
      }
    }
    return new Result(actual(container, kind), notSo(container, kind, value));
  }

  private Result back(Container container, JsonNode hostConfig, Kind kind, String value) {
    Result set = set(container, hostConfig, kind, value);
    if (kind == Kind.CPU_SHARES && value.equals(USUAL_SHARES) && isUnusual(container)) {
      set = set(container, hostConfig, kind, USUAL_WEIGHT_AS_SHARES);
    }
    if (set.reason().isEmpty()) {
      book.changedBack(container.id(), kind);
    }
    return set;
  }

  private boolean isUnusual(Container container) {
    Controls.Weight weight = controls.read(container).weight();
    return weight.scale() == Controls.Scale.WEIGHT
        && weight.value() instanceof Field.Known(long value)
        && value != USUAL_WEIGHT;
  }

  private Result score(Container container, String value) {
    String reason = scores.write(container.id(), Integer.parseInt(value));
    return new Result(scores.read(container.id()), reason);
  }

  private Outcome update(Container container, JsonNode hostConfig, Kind kind, String value) {
    return engine.updateContainer(
        container.id(), ContainerSettings.change(kind, value, hostConfig));
  }

  private static String message(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied(String note) -> note;
      case Outcome.Conflict(String message) -> message;
      case Outcome.Failed(Outcome.Kind kind, String message) -> message;
    };
  }

  /** What the kernel holds, in the terms of {@link Kind}; empty text when it does not say. */
  private String actual(Container container, Kind kind) {
    Controls now = controls.read(container);
    return switch (kind) {
      case CPUSET -> text(now.cpus());
      case NUMA -> text(now.memoryNodes());
      case MEMSWAP -> text(now.memoryAndSwap());
      case CPU_SHARES -> text(now.weight().value());
      case OOM_SCORE -> scores.read(container.id());
    };
  }

  private static String text(Controls.Indices indices) {
    return indices instanceof Controls.Indices.Known known ? known.set().toString() : "";
  }

  private static String text(Field field) {
    return switch (field) {
      case Field.Known(long value) -> Long.toString(value);
      case Field.Unlimited none -> "-1";
      case Field.Unknown unknown -> "";
    };
  }

  /** Somebody may have changed it behind the engine's back. */
  private boolean differs(Container container, Kind kind, String value) {
    String actual = actual(container, kind);
    return !actual.isEmpty() && !notSo(container, kind, value).isEmpty();
  }

  /** Why the kernel does not hold this value; empty text when it does. */
  private String notSo(Container container, Kind kind, String value) {
    Controls now = controls.read(container);
    return switch (kind) {
      case CPUSET -> compare(value, text(now.cpus()), now.cpus());
      case NUMA -> compare(value, text(now.memoryNodes()), now.memoryNodes());
      case MEMSWAP -> compareSwap(Long.parseLong(value), now.memoryAndSwap());
      case CPU_SHARES -> compareShares(Long.parseLong(value), now.weight());
      case OOM_SCORE -> "";
    };
  }

  private static String compare(String wanted, String actual, Controls.Indices indices) {
    return switch (indices) {
      case Controls.Indices.Known known ->
          wanted.equals(actual) ? "" : "the kernel holds " + actual;
      case Controls.Indices.Unknown(String reason) -> reason;
    };
  }

  /** The kernel counts pages. */
  private static String compareSwap(long wanted, Field actual) {
    return switch (actual) {
      case Field.Known(long value) ->
          wanted >= 0 && value / PAGE == wanted / PAGE ? "" : "the kernel holds " + value;
      case Field.Unlimited none -> wanted < 0 ? "" : "the kernel limits no swap";
      case Field.Unknown(String reason) -> "the kernel does not account for swap: " + reason;
    };
  }

  /** Version 2 has a scale of its own, which versions of runc translate differently. */
  private static String compareShares(long wanted, Controls.Weight weight) {
    return switch (weight.value()) {
      case Field.Known(long value) when weight.scale() == Controls.Scale.SHARES ->
          value == wanted ? "" : "the kernel holds " + value;
      case Field.Known known -> "";
      case Field.Unlimited none -> "";
      case Field.Unknown(String reason) -> reason;
    };
  }
}
