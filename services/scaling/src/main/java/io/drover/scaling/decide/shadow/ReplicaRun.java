package io.drover.scaling.decide.shadow;

import java.time.Instant;

/**
 * A span of time in which a service had and wanted the same.
 *
 * @param from when it began
 * @param until when it ended, exclusive; after {@code from}
 * @param actual tasks that the service's spec asked for
 * @param wish what was wanted
 */
public record ReplicaRun(Instant from, Instant until, int actual, Wish wish) {
  public ReplicaRun {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("a run lasts: from %s until %s".formatted(from, until));
    }
  }
}
