package io.drover.scaling.bench;

import java.time.Instant;

/**
 * How a week went.
 *
 * @param replicas tasks that there were, for each step, starting ones included
 * @param overloaded steps in which the load was above the capacity
 * @param lost core-steps of load above the capacity
 * @param offered core-steps of load in all
 * @param changes how often the count was changed
 * @param kills tasks that were killed for want of memory
 */
record Replay(int[] replicas, int overloaded, double lost, double offered, int changes, int kills) {

  /** Replays a week. */
  static Replay of(Workload workload, Scaler scaler, long seed) {
    ReplayedService service = new ReplayedService(workload, seed);
    int[] replicas = new int[Workload.STEPS];
    int overloaded = 0;
    int changes = 0;
    double lost = 0;
    for (int step = 0; step < Workload.STEPS; step++) {
      Instant now = Workload.START.plus(Workload.STEP.multipliedBy(step));
      replicas[step] = service.tasks().size();
      double missing = service.work(step, now);
      overloaded += missing > 0 ? 1 : 0;
      lost += missing;
      Instant end = now.plus(Workload.STEP);
      int wanted = scaler.replicas(service.tasks(), end);
      changes += wanted == service.tasks().size() ? 0 : 1;
      service.scale(wanted, end);
    }
    return new Replay(replicas, overloaded, lost, workload.offered(), changes, service.kills());
  }

  /** The least tasks that carry the load at each step, had one known it in time. */
  static Replay ideal(Workload workload) {
    int[] replicas = new int[Workload.STEPS];
    int overloaded = 0;
    int changes = 0;
    double lost = 0;
    for (int step = 0; step < Workload.STEPS; step++) {
      double load = workload.cores()[step];
      replicas[step] = (int) Math.clamp(Math.ceil(load), ReplayedService.MIN, ReplayedService.MAX);
      double missing = Math.max(0, load - replicas[step]);
      overloaded += missing > 0 ? 1 : 0;
      lost += missing;
      changes += step > 0 && replicas[step] != replicas[step - 1] ? 1 : 0;
    }
    return new Replay(replicas, overloaded, lost, workload.offered(), changes, 0);
  }

  double overloadedShare() {
    return (double) overloaded / Workload.STEPS;
  }

  double lostShare() {
    return lost / offered;
  }

  double replicaHours() {
    double sum = 0;
    for (int count : replicas) {
      sum += count;
    }
    return sum / Workload.PER_HOUR;
  }
}
