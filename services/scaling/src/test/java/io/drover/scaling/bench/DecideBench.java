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
import io.drover.scaling.decide.ScalingVerdict;
import io.drover.scaling.decide.TaskFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How long one core takes for the pure decisions of a round, and what their inputs and outputs hold
 * of the heap: services of 10 tasks and 3 metrics each, with five minutes of recommendations.
 */
public final class DecideBench {
  private static final int[] SIZES = {1_000, 10_000, 50_000};
  private static final int TASKS = 10;
  private static final int LEAST_ROUNDS = 15;

  /** Few services need more rounds until all is compiled. */
  private static final int LEAST_DECISIONS = 300_000;

  private static final int GARBAGE_COLLECTIONS = 3;

  /** One each two seconds, the loop's period, for five minutes. */
  private static final int RECOMMENDATIONS = 150;

  private static final String REQUESTS = "nginx_http_requests_per_second";
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private DecideBench() {}

  /**
   * What was measured of one number of services.
   *
   * @param first seconds of the first round, which for the first size runs uncompiled
   * @param best seconds of the fastest round
   * @param inputs bytes that the inputs hold
   * @param outputs bytes that the verdicts hold
   */
  private record Measured(int services, double first, double best, long inputs, long outputs) {
    double total() {
      return (double) inputs + outputs;
    }
  }

  /** Prints a table and one line a figure. */
  public static void main(String[] args) {
    System.out.printf(
        "%-9s %10s %10s %12s %13s %13s %12s%n",
        "services", "first ms", "best ms", "decisions/s", "inputs MiB", "outputs MiB", "B/service");
    List<Measured> all = new ArrayList<>();
    for (int services : SIZES) {
      Measured one = measure(services);
      all.add(one);
      System.out.printf(
          "%-9d %10.1f %10.1f %12.0f %13.1f %13.1f %12.0f%n",
          services,
          one.first() * 1000,
          one.best() * 1000,
          services / one.best(),
          mebibytes(one.inputs()),
          mebibytes(one.outputs()),
          one.total() / services);
    }
    for (int i = 1; i < all.size(); i++) {
      Measured less = all.get(i - 1);
      Measured more = all.get(i);
      System.out.printf(
          "ratio %d to %d services: %.1f times the services, %.2f times the time, %.2f times the memory%n",
          less.services(),
          more.services(),
          (double) more.services() / less.services(),
          more.best() / less.best(),
          more.total() / less.total());
    }
    all.forEach(DecideBench::figures);
  }

  private static void figures(Measured one) {
    int services = one.services();
    System.out.printf("figure decide_%d_services %.1f ms%n", services, one.best() * 1000);
    System.out.printf("figure decide_%d_services_first %.1f ms%n", services, one.first() * 1000);
    System.out.printf("figure decide_%d_inputs %.1f MiB%n", services, mebibytes(one.inputs()));
    System.out.printf("figure decide_%d_outputs %.1f MiB%n", services, mebibytes(one.outputs()));
    System.out.printf("figure decide_%d_per_service %.0f B%n", services, one.total() / services);
    if (services == 10_000) {
      System.out.printf("figure decisions_per_second %.0f 1/s%n", services / one.best());
    }
  }

  private static Measured measure(int services) {
    long empty = heap();
    List<ScalingInput> inputs = inputs(services, new SplittableRandom(42));
    long withInputs = heap();
    double first = seconds(inputs);
    double best = first;
    for (int i = 1; i < Math.max(LEAST_ROUNDS, LEAST_DECISIONS / services); i++) {
      best = Math.min(best, seconds(inputs));
    }
    long before = heap();
    List<ScalingVerdict> verdicts = inputs.stream().map(ScalingDecider::decide).toList();
    long withOutputs = heap();
    if (verdicts.size() != inputs.size()) {
      throw new IllegalStateException("a service without a verdict");
    }
    return new Measured(services, first, best, withInputs - empty, withOutputs - before);
  }

  /** Decides on all, and drops the verdicts as the loop does once they are acted on. */
  private static double seconds(List<ScalingInput> inputs) {
    long start = System.nanoTime();
    long changes =
        inputs.stream().filter(in -> !ScalingDecider.decide(in).plan().steps().isEmpty()).count();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (changes == 0 || changes == inputs.size()) {
      throw new IllegalStateException("not a mix of services that change and that don't");
    }
    return seconds;
  }

  private static long heap() {
    for (int i = 0; i < GARBAGE_COLLECTIONS; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }

  private static List<ScalingInput> inputs(int services, SplittableRandom random) {
    List<ScalingInput> inputs = new ArrayList<>();
    for (int i = 0; i < services; i++) {
      inputs.add(input("service" + i, random));
    }
    return inputs;
  }

  private static ScalingInput input(String name, SplittableRandom random) {
    long load = random.nextLong(100, 1500);
    List<TaskFacts> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      tasks.add(task(name + "." + i, Math.max(0, load + random.nextLong(-50, 50)), load * 100));
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
                    new HorizontalSpec.Target.Utilization(80)),
                new HorizontalSpec.Metric(
                    HorizontalSpec.Source.PODS,
                    REQUESTS,
                    new HorizontalSpec.Target.AverageValue(100_000))),
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
    for (int i = 0; i < RECOMMENDATIONS; i++) {
      log.add(new ScalingHistory.Recommended(TASKS, NOW.minusSeconds(i * 2L)));
    }
    return new ScalingHistory(log, List.of(), List.of());
  }

  private static TaskFacts task(String id, long millicores, long requests) {
    Instant started = NOW.minusSeconds(3600);
    return new TaskFacts(
        id,
        TaskFacts.Phase.RUNNING,
        false,
        true,
        new TaskFacts.Lifecycle.Known(started, started),
        Map.of(
            "cpu",
            metric(millicores, 1000),
            "memory",
            metric(400_000_000_000L, 536_870_912_000L),
            TaskFacts.customMetric(REQUESTS),
            metric(requests, 0)));
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
