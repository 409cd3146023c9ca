package io.drover.scaling.decide.vertical;

import io.drover.core.policy.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What is remembered of the use of a service's tasks: every CPU sample, and one peak of memory for
 * each task and day. Implements section 3 of {@code vpa-algorithm.md}, where a task is what a
 * container is there; for one thread.
 */
public final class Usage {
  static final Duration INTERVAL = Duration.ofHours(24);
  static final double TARGET = 0.9;
  static final double LOWER = 0.5;
  static final double UPPER = 0.95;

  /** How long nothing may be heard of a service before it is forgotten. */
  public static final Duration FORGOTTEN_AFTER = Duration.ofDays(8);

  private static final double CPU_WEIGHT = 0.1;
  private static final double MILLI = 1000.0;
  private static final double MINUTES_PER_DAY = 24 * 60;

  private final Histogram cpu;
  private final Histogram memory;
  private final Map<String, Intake> tasks = new HashMap<>();
  private long cpuSamples;
  private Instant firstCpu = Instant.MAX;
  private Instant lastCpu = Instant.MIN;

  /** Nothing yet. */
  public Usage() {
    this(new Histogram(Buckets.CPU), new Histogram(Buckets.MEMORY));
  }

  private Usage(Histogram cpu, Histogram memory) {
    this.cpu = cpu;
    this.memory = memory;
  }

  /** Where a task's samples go. */
  public Intake of(String taskId) {
    return tasks.computeIfAbsent(taskId, id -> new Intake(this));
  }

  /** Forgets where these tasks' samples would go on; what they used stays. */
  public void keepTasks(Collection<String> taskIds) {
    tasks.keySet().retainAll(taskIds);
  }

  Histogram memory() {
    return memory;
  }

  void addCpu(long millicores, Instant at) {
    cpu.add(millicores / MILLI, CPU_WEIGHT, at);
    firstCpu = at.isBefore(firstCpu) ? at : firstCpu;
    lastCpu = at.isAfter(lastCpu) ? at : lastCpu;
    cpuSamples++;
  }

  /** Adds what another one remembers of the same service; its tasks go on where they were. */
  public void merge(Usage other) {
    cpu.merge(other.cpu);
    memory.merge(other.memory);
    cpuSamples += other.cpuSamples;
    firstCpu = other.firstCpu.isBefore(firstCpu) ? other.firstCpu : firstCpu;
    lastCpu = other.lastCpu.isAfter(lastCpu) ? other.lastCpu : lastCpu;
    other.tasks.forEach((id, intake) -> tasks.putIfAbsent(id, intake.feeding(this)));
  }

  /** Whether so much time has passed since the last sample that nothing of it counts any more. */
  public boolean isForgottenAt(Instant now) {
    return cpuSamples == 0 || !now.isBefore(lastCpu.plus(FORGOTTEN_AFTER));
  }

  /** What it amounts to at this moment. */
  public Demand demand(Instant now) {
    return new Demand(
        amounts(LOWER), amounts(TARGET), amounts(UPPER), confidence(), knownFor(now), cpuSamples);
  }

  private Amounts amounts(double share) {
    Map<ResourceKind, Long> amounts = new EnumMap<>(ResourceKind.class);
    put(amounts, ResourceKind.CPU, cpu, known -> known.percentile(share) * MILLI);
    put(amounts, ResourceKind.MEMORY, memory, known -> known.percentile(share));
    return new Amounts(amounts);
  }

  private static void put(
      Map<ResourceKind, Long> amounts,
      ResourceKind resource,
      Histogram histogram,
      ToDoubleFunction<Histogram> amount) {
    if (!histogram.isEmpty()) {
      amounts.put(resource, Amounts.amount(amount.applyAsDouble(histogram)));
    }
  }

  /** Days' worth of samples, one a minute. */
  private double confidence() {
    if (cpuSamples == 0) {
      return 0;
    }
    double days = Duration.between(firstCpu, lastCpu).toMillis() / (double) INTERVAL.toMillis();
    return Math.min(days, cpuSamples / MINUTES_PER_DAY);
  }

  private Duration knownFor(Instant now) {
    return cpuSamples == 0 ? Duration.ZERO : Duration.between(firstCpu, now);
  }

  /** What is stored of it. */
  public State state() {
    Map<String, Intake.State> open = new HashMap<>();
    tasks.forEach((id, intake) -> open.put(id, intake.state()));
    return new State(cpu.state(), memory.state(), cpuSamples, firstCpu, lastCpu, open);
  }

  /**
   * The usage that a state was made of, but for the rounding of weights.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Usage of(State state) {
    Usage usage =
        new Usage(
            Histogram.of(Buckets.CPU, state.cpu()), Histogram.of(Buckets.MEMORY, state.memory()));
    usage.cpuSamples = state.cpuSamples();
    usage.firstCpu = state.firstCpu();
    usage.lastCpu = state.lastCpu();
    state.tasks().forEach((id, intake) -> usage.tasks.put(id, new Intake(usage, intake)));
    return usage;
  }

  /**
   * A stored usage.
   *
   * @param cpu weights of cores
   * @param memory weights of bytes
   * @param cpuSamples how many CPU samples there were; at least 1
   * @param firstCpu when the first was
   * @param lastCpu when the last was
   * @param tasks where the samples of tasks go on, by task id
   */
  public record State(
      Histogram.State cpu,
      Histogram.State memory,
      long cpuSamples,
      Instant firstCpu,
      Instant lastCpu,
      Map<String, Intake.State> tasks) {
    public State {
      tasks = Map.copyOf(tasks);
    }
  }
}
