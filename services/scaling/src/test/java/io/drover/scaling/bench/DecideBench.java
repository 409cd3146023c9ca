package io.drover.scaling.bench;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.ScheduledBounds;
import io.drover.scaling.decide.HorizontalInput;
import io.drover.scaling.decide.Ownership;
import io.drover.scaling.decide.ScalingDecider;
import io.drover.scaling.decide.ScalingHistory;
import io.drover.scaling.decide.ScalingInput;
import io.drover.scaling.decide.ScalingSettings;
import io.drover.scaling.decide.TaskFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** How many pure decisions one core makes in a second: 10,000 services of 10 tasks each. */
public final class DecideBench {
  private static final int SERVICES = 10_000;
  private static final int TASKS = 10;
  private static final int WARM_UP_ROUNDS = 5;
  private static final int ROUNDS = 10;
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private DecideBench() {}

  /** Prints a table and one line a figure. */
  public static void main(String[] args) {
    List<ScalingInput> inputs = inputs(new SplittableRandom(42));
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      round(inputs);
    }
    System.out.printf("%-8s %12s %16s %10s%n", "round", "millis", "decisions/s", "changes");
    double best = 0;
    for (int i = 1; i <= ROUNDS; i++) {
      long start = System.nanoTime();
      long changes = round(inputs);
      double seconds = (System.nanoTime() - start) / 1e9;
      double rate = SERVICES / seconds;
      best = Math.max(best, rate);
      System.out.printf("%-8d %12.1f %16.0f %10d%n", i, seconds * 1000, rate, changes);
    }
    System.out.printf("figure decisions_per_second %.0f 1/s%n", best);
    System.out.printf("figure decide_10000_services %.1f ms%n", SERVICES / best * 1000);
  }

  private static long round(List<ScalingInput> inputs) {
    return inputs.stream()
        .filter(in -> !ScalingDecider.decide(in).plan().steps().isEmpty())
        .count();
  }

  private static List<ScalingInput> inputs(SplittableRandom random) {
    List<ScalingInput> inputs = new ArrayList<>();
    for (int i = 0; i < SERVICES; i++) {
      inputs.add(input("service" + i, random));
    }
    return inputs;
  }

  private static ScalingInput input(String name, SplittableRandom random) {
    long load = random.nextLong(100, 1500);
    List<TaskFacts> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      tasks.add(task(name + "." + i, Math.max(0, load + random.nextLong(-50, 50))));
    }
    HorizontalSpec.Direction up =
        new HorizontalSpec.Direction(
            Duration.ZERO,
            HorizontalSpec.Select.MAX,
            List.of(
                new HorizontalSpec.Policy.Pods(4, Duration.ofSeconds(15)),
                new HorizontalSpec.Policy.Percent(100, Duration.ofSeconds(15))),
            0.1);
    HorizontalSpec spec =
        new HorizontalSpec(
            2,
            40,
            List.of(
                new HorizontalSpec.Metric(
                    HorizontalSpec.Source.RESOURCE,
                    "cpu",
                    new HorizontalSpec.Target.Utilization(70)),
                new HorizontalSpec.Metric(
                    HorizontalSpec.Source.RESOURCE,
                    "memory",
                    new HorizontalSpec.Target.Utilization(80))),
            new HorizontalSpec.Behavior.Rules(up, up));
    return new ScalingInput(
        service(name),
        new HorizontalInput(
            NOW,
            spec,
            ScalingSettings.KUBERNETES,
            TASKS,
            TASKS,
            new HorizontalInput.Wanted.ByMetrics(),
            tasks,
            Map.of(),
            history()),
        new Ownership.NeverSet(),
        new ScheduledBounds(spec.min(), spec.max(), List.of()));
  }

  private static ScalingHistory history() {
    List<ScalingHistory.Recommended> log = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      log.add(new ScalingHistory.Recommended(TASKS, NOW.minusSeconds(i * 5L)));
    }
    return new ScalingHistory(log, List.of(), List.of());
  }

  private static TaskFacts task(String id, long millicores) {
    Instant started = NOW.minusSeconds(3600);
    return new TaskFacts(
        id,
        TaskFacts.Phase.RUNNING,
        false,
        true,
        new TaskFacts.Lifecycle.Known(started, started),
        Map.of(
            "cpu", metric(millicores, 1000),
            "memory", metric(400_000_000_000L, 536_870_912_000L)));
  }

  private static TaskFacts.TaskMetric metric(long used, long reserved) {
    return new TaskFacts.TaskMetric(
        Reading.known(used, NOW), Reading.known(reserved, NOW), Duration.ofSeconds(5));
  }

  private static ServiceView service(String name) {
    return new ServiceView(
        name,
        name,
        1,
        new ServiceView.Mode.Replicated(TASKS),
        Map.of(),
        Map.of(),
        Resources.NONE.withCpu(Cpu.ofMillicores(1000)).withMemory(Bytes.ofMebibytes(512)),
        Resources.NONE,
        Rollout.NONE,
        NOW,
        NOW);
  }
}
