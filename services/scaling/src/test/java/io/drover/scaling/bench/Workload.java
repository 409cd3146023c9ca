package io.drover.scaling.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * A week of load on one service, made up from a seed.
 *
 * @param name what kind of load it is
 * @param cores processor time that the load needs, in cores, for each {@link #STEP} of the week
 * @param leakPerCoreHour memory that a task loses for each core-hour that it works, in MiB; 0 for
 *     none
 */
record Workload(String name, double[] cores, double leakPerCoreHour) {
  /** How often everything is looked at: the sync period of the Kubernetes HPA controller. */
  static final Duration STEP = Duration.ofSeconds(15);

  /** A Monday. */
  static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  static final int PER_HOUR = (int) Duration.ofHours(1).dividedBy(STEP);
  static final int PER_DAY = 24 * PER_HOUR;
  static final int STEPS = 7 * PER_DAY;

  private static final double SHAKE = 0.05;
  private static final double MEMORY_OF_SHAKE = 0.9;
  private static final int SATURDAY = 5;

  /** People: little at night, most in the evening, less at the weekend. */
  static Workload diurnal(long seed) {
    return new Workload(
        "diurnal",
        shaken(
            seed,
            hour -> {
              double weekend = hour / 24 >= SATURDAY ? 0.6 : 1;
              return 1.5 + 7 * weekend * Math.pow(day(hour, 20), 1.5);
            }),
        0);
  }

  /** Hardly anything by itself, and eight times a day a crowd within a minute. */
  static Workload spiky(long seed) {
    double[] cores = shaken(seed, hour -> 1.5 + day(hour, 14));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 7 * 8; i++) {
      int start = random.nextInt(STEPS);
      double height = random.nextDouble(3, 10);
      double rise = random.nextDouble(2, 6);
      int hold = random.nextInt(8, 60);
      double fall = 12;
      for (int t = 0; start + t < STEPS && t < hold + 6 * fall; t++) {
        double shape = t < hold ? Math.min(1, (t + 1) / rise) : Math.exp((hold - t) / fall);
        cores[start + t] += height * shape;
      }
    }
    return new Workload("spiky", cores, 0);
  }

  /** Load without surprises, on tasks that lose memory with every request. */
  static Workload leaking(long seed) {
    return new Workload("leaking", shaken(seed, hour -> 3 + 1.5 * day(hour, 15)), 120);
  }

  /** Next to nothing, and every two hours or so a job that wants all it can get. */
  static Workload burstyBatch(long seed) {
    double[] cores = shaken(seed, hour -> 0.3);
    SplittableRandom random = new SplittableRandom(seed);
    int at = random.nextInt(PER_HOUR);
    while (at < STEPS) {
      int end = Math.min(STEPS, at + random.nextInt(10, 40) * PER_HOUR / 60);
      double height = random.nextDouble(5, 12);
      for (int t = at; t < end; t++) {
        cores[t] += height;
      }
      at = end + random.nextInt(PER_HOUR, 3 * PER_HOUR);
    }
    return new Workload("bursty-batch", cores, 0);
  }

  double offered() {
    return Arrays.stream(cores).sum();
  }

  /** From 0 to 1 and back in a day. */
  private static double day(double hour, double peak) {
    return 0.5 + 0.5 * Math.cos(2 * Math.PI * (hour - peak) / 24);
  }

  /** A course over the hours of the week, with noise that lasts some steps. */
  private static double[] shaken(long seed, DoubleUnaryOperator byHour) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] cores = new double[STEPS];
    double noise = 0;
    for (int t = 0; t < STEPS; t++) {
      noise = MEMORY_OF_SHAKE * noise + (1 - MEMORY_OF_SHAKE) * random.nextGaussian();
      double spread = SHAKE / Math.sqrt((1 - MEMORY_OF_SHAKE) / (1 + MEMORY_OF_SHAKE));
      double hour = (double) t / PER_HOUR;
      cores[t] = Math.max(0, byHour.applyAsDouble(hour) * (1 + spread * noise));
    }
    return cores;
  }
}
