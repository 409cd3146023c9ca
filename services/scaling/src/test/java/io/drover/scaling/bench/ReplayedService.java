package io.drover.scaling.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A service with its tasks under a {@link Workload}, modelled as simply as will do: each task
 * reserves and is limited to one core and 1 GiB; a new task waits {@link #PLACING} for its
 * container, then burns {@link #STARTING_CORES} for {@link #STARTING} and only then serves. The
 * tasks that serve share the load evenly, give or take a tenth, and saturate at their limit; what
 * is above is lost and does not come back. A task whose memory reaches the limit is killed and
 * starts anew. The newest tasks are the first to go.
 */
final class ReplayedService {
  static final int MIN = 2;
  static final int MAX = 20;
  static final Duration PLACING = Duration.ofSeconds(15);
  static final Duration STARTING = Duration.ofSeconds(30);
  static final double STARTING_CORES = 0.8;
  static final double LIMIT_MIB = 1024;
  static final double FRESH_MIB = 300;
  private static final double UNEVEN = 0.1;

  private final Workload workload;
  private final SplittableRandom random;
  private final List<Task> tasks = new ArrayList<>();
  private int created;
  private int kills;

  /** A task; what it used is of the step before. */
  static final class Task {
    final int id;
    final double share;
    Instant placedAt;
    double cores;
    double mebibytes = FRESH_MIB;

    private Task(int id, double share, Instant askedAt) {
      this.id = id;
      this.share = share;
      this.placedAt = askedAt.plus(PLACING);
    }

    boolean isRunning(Instant now) {
      return !placedAt.isAfter(now);
    }

    boolean serves(Instant now) {
      return !placedAt.plus(STARTING).isAfter(now);
    }
  }

  ReplayedService(Workload workload, long seed) {
    this.workload = workload;
    this.random = new SplittableRandom(seed);
    scale(MIN, Workload.START.minus(Duration.ofHours(1)));
  }

  void scale(int replicas, Instant now) {
    while (tasks.size() > replicas) {
      tasks.removeLast();
    }
    while (tasks.size() < replicas) {
      tasks.add(new Task(created++, 1 + random.nextDouble(-UNEVEN, UNEVEN), now));
    }
  }

  /** Works for one step from {@code now} on; returns the cores that were wanted and not there. */
  double work(int step, Instant now) {
    List<Task> serving = tasks.stream().filter(task -> task.serves(now)).toList();
    double load = workload.cores()[step];
    double shares = serving.stream().mapToDouble(task -> task.share).sum();
    double hours = Workload.STEP.toSeconds() / 3600.0;
    for (Task task : tasks) {
      if (task.serves(now)) {
        // Under overload each is at its limit, so that nothing of the capacity is lost to
        // unevenness.
        task.cores = load >= serving.size() ? 1 : Math.min(1, load * task.share / shares);
        task.mebibytes += task.cores * hours * workload.leakPerCoreHour();
      } else {
        task.cores = task.isRunning(now) ? STARTING_CORES : 0;
      }
      if (task.mebibytes >= LIMIT_MIB) {
        kills++;
        task.mebibytes = FRESH_MIB;
        task.placedAt = now.plus(PLACING);
      }
    }
    return Math.max(0, load - serving.size());
  }

  List<Task> tasks() {
    return tasks;
  }

  int kills() {
    return kills;
  }
}
