package io.drover.scaling.bench;

import io.drover.core.decision.Outcome;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyParser;
import io.drover.core.policy.ScalePolicy;
import io.drover.core.policy.ScheduledBounds;
import io.drover.scaling.bench.ReplayedService.Task;
import io.drover.scaling.decide.HorizontalInput;
import io.drover.scaling.decide.LabelSpec;
import io.drover.scaling.decide.ScalingDecider;
import io.drover.scaling.decide.ScalingInput;
import io.drover.scaling.decide.ScalingSettings;
import io.drover.scaling.decide.ScalingVerdict;
import io.drover.scaling.decide.TaskFacts;
import io.drover.scaling.record.ServiceMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says after each step how many tasks there should be. */
interface Scaler {
  int replicas(List<Task> tasks, Instant now);

  /** One more above 85% of a core or of the memory on average, one less below 25% of both. */
  static Scaler threshold(Duration every, boolean memoryToo) {
    return (tasks, now) -> {
      if (now.getEpochSecond() % every.toSeconds() != 0) {
        return tasks.size();
      }
      double cpu =
          tasks.stream()
              .filter(t -> t.isRunning(now))
              .mapToDouble(t -> t.cores)
              .average()
              .orElse(0.5);
      double memory =
          tasks.stream()
              .mapToDouble(t -> t.mebibytes / ReplayedService.LIMIT_MIB)
              .average()
              .orElse(0.5);
      double most = memoryToo ? Math.max(cpu, memory) : cpu;
      int change = most > 0.85 ? 1 : most < 0.25 ? -1 : 0;
      return Math.clamp(tasks.size() + change, ReplayedService.MIN, ReplayedService.MAX);
    };
  }

  /** Drover's own decider, under labels as a stack file has them. */
  static Scaler drover(Map<String, String> labels) {
    return new Drover(labels);
  }

  /** What the loop does between observing and acting, with the facts of the model. */
  final class Drover implements Scaler {
    private static final long CORE = 1000;
    private static final long MILLI_PER_MEBIBYTE = 1000L << 20;

    private final ServiceView service;
    private final HorizontalSpec spec;
    private ServiceMemory memory = ServiceMemory.startingAt(ReplayedService.MIN, Workload.START);

    private Drover(Map<String, String> labels) {
      Map<String, String> all = new HashMap<>(labels);
      all.put("drover.scale.min", "" + ReplayedService.MIN);
      all.put("drover.scale.max", "" + ReplayedService.MAX);
      service =
          new ServiceView(
              "replayed",
              "replayed",
              1,
              new ServiceView.Mode.Replicated(ReplayedService.MIN),
              all,
              Map.of(),
              Resources.NONE,
              Resources.NONE,
              Rollout.NONE,
              Workload.START,
              Workload.START);
      if (!(PolicyParser.parse(service) instanceof Parsed.Governed(var parsed, var warnings))) {
        throw new IllegalArgumentException("not a policy: " + all);
      }
      ScalePolicy policy = parsed.scale().orElseThrow();
      spec =
          LabelSpec.of(
              policy, ScheduledBounds.at(Workload.START, policy.min(), policy.max(), List.of()));
    }

    @Override
    public int replicas(List<Task> tasks, Instant now) {
      ScalingVerdict verdict =
          ScalingDecider.decide(
              new ScalingInput(
                  service,
                  new HorizontalInput(
                      now,
                      spec,
                      ScalingSettings.KUBERNETES,
                      tasks.size(),
                      tasks.size(),
                      new HorizontalInput.Wanted.ByMetrics(),
                      tasks.stream().map(task -> facts(task, now)).toList(),
                      Map.of(),
                      memory.history()),
                  memory.ownership(),
                  new ScheduledBounds(spec.min(), spec.max(), List.of())));
      List<Outcome> outcomes =
          verdict.plan().steps().isEmpty() ? List.of() : List.of(new Outcome.Applied(""));
      memory = memory.after(verdict, verdict.plan(), outcomes, now, now);
      return verdict.result().desired();
    }

    private static TaskFacts facts(Task task, Instant now) {
      boolean running = task.isRunning(now);
      boolean ready = task.serves(now);
      Instant readyAt = ready ? task.placedAt.plus(ReplayedService.STARTING) : task.placedAt;
      return new TaskFacts(
          "" + task.id,
          running ? TaskFacts.Phase.RUNNING : TaskFacts.Phase.PENDING,
          false,
          ready,
          running
              ? new TaskFacts.Lifecycle.Known(task.placedAt, readyAt)
              : new TaskFacts.Lifecycle.Unknown(),
          Map.of(
              "cpu", metric(running, Math.round(task.cores * CORE), CORE, now),
              "memory",
                  metric(
                      running,
                      Math.round(task.mebibytes * MILLI_PER_MEBIBYTE),
                      Math.round(ReplayedService.LIMIT_MIB * MILLI_PER_MEBIBYTE),
                      now)));
    }

    private static TaskFacts.TaskMetric metric(boolean known, long used, long base, Instant now) {
      return new TaskFacts.TaskMetric(
          known ? Reading.known(used, now) : Reading.unknown("not started yet"),
          Reading.known(base, now),
          Workload.STEP);
    }
  }
}
