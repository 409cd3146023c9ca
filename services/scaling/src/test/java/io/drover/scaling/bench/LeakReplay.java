package io.drover.scaling.bench;

import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.ResourceKind;
import io.drover.scaling.decide.vertical.Amounts;
import io.drover.scaling.decide.vertical.VerticalInput;
import io.drover.scaling.decide.vertical.VerticalInput.Sample;
import io.drover.scaling.decide.vertical.VerticalPolicy;
import io.drover.scaling.decide.vertical.VerticalRecommender;
import io.drover.scaling.decide.vertical.VerticalResult.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A week of one task that loses memory steadily, looked at each minute. It starts at {@link
 * #FRESH}, is killed when it reaches its limit, and starts anew then, as it does when its service
 * is changed. The recommender is asked each hour; reservations and limits follow at once.
 *
 * @param used memory used, for each minute
 * @param reserved memory reserved, for each minute
 * @param limit memory that it was limited to, for each minute
 * @param kills how often it was killed
 * @param changes how often its service was changed
 */
record LeakReplay(long[] used, long[] reserved, long[] limit, int kills, int changes) {
  static final int MINUTES = 7 * 24 * 60;
  private static final long MEBIBYTE = 1L << 20;
  private static final long FRESH = 300 * MEBIBYTE;
  private static final long RESERVED = 512 * MEBIBYTE;
  private static final long LIMIT = 1024 * MEBIBYTE;
  private static final long PER_MINUTE = MEBIBYTE;
  private static final long MILLICORES = 300;
  private static final int HOUR = 60;
  private static final VerticalPolicy POLICY =
      new VerticalPolicy(
          ResizePolicy.Mode.AUTO,
          Amounts.NONE,
          new Amounts(Map.of(ResourceKind.MEMORY, 8192 * MEBIBYTE)),
          Set.of(ResourceKind.MEMORY),
          ResizePolicy.Values.REQUESTS_AND_LIMITS);

  /** With the recommender at work, or left as it is. */
  static LeakReplay of(boolean resized, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LeakReplay week = new LeakReplay(new long[MINUTES], new long[MINUTES], new long[MINUTES], 0, 0);
    List<Sample> samples = new ArrayList<>();
    List<Sample> oomKills = new ArrayList<>();
    long memory = FRESH;
    long reserved = RESERVED;
    long limit = LIMIT;
    int changes = 0;
    for (int minute = 0; minute < MINUTES; minute++) {
      Instant now = Workload.START.plus(Duration.ofMinutes(minute));
      memory += random.nextLong(2 * PER_MINUTE);
      if (memory >= limit) {
        oomKills.add(new Sample(now, new Amounts(Map.of(ResourceKind.MEMORY, limit))));
        memory = FRESH;
      }
      samples.add(
          new Sample(
              now, new Amounts(Map.of(ResourceKind.MEMORY, memory, ResourceKind.CPU, MILLICORES))));
      if (resized
          && minute % HOUR == HOUR - 1
          && change(now, reserved, limit, samples, oomKills) instanceof Change.Apply apply) {
        reserved = apply.reservations().of(ResourceKind.MEMORY).orElse(reserved);
        limit = apply.limits().of(ResourceKind.MEMORY).orElse(limit);
        memory = FRESH;
        changes++;
      }
      week.used[minute] = memory;
      week.reserved[minute] = reserved;
      week.limit[minute] = limit;
    }
    return new LeakReplay(week.used, week.reserved, week.limit, oomKills.size(), changes);
  }

  private static Change change(
      Instant now, long reserved, long limit, List<Sample> samples, List<Sample> oomKills) {
    return VerticalRecommender.evaluate(
            new VerticalInput(
                now,
                POLICY,
                new Amounts(Map.of(ResourceKind.MEMORY, reserved)),
                new Amounts(Map.of(ResourceKind.MEMORY, limit)),
                samples,
                oomKills))
        .change();
  }

  /** GiB-hours that were reserved. */
  double reservedHours() {
    return hours(reserved);
  }

  /** Share of the time in which it used more than it reserved. */
  double overdrawn() {
    int minutes = 0;
    for (int i = 0; i < MINUTES; i++) {
      minutes += used[i] > reserved[i] ? 1 : 0;
    }
    return (double) minutes / MINUTES;
  }

  /** GiB-hours that were used: what a reservation of just that, minute by minute, would be. */
  double usedHours() {
    return hours(used);
  }

  private static double hours(long[] bytes) {
    double sum = 0;
    for (long one : bytes) {
      sum += one;
    }
    return sum / (1L << 30) / HOUR;
  }
}
