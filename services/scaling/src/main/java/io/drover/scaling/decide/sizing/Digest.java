package io.drover.scaling.decide.sizing;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Many amounts in little room: their number, sum and largest, and how many fell into each of the
 * buckets whose ends grow by 5 %. A percentile is the end of its bucket, so at most 5 % too high,
 * and never above the largest. Amounts are whole: millicores, or bytes.
 *
 * @param count how many
 * @param sum of all
 * @param most the largest; 0 where there is none
 * @param buckets how many by bucket
 */
public record Digest(long count, double sum, long most, Map<Integer, Long> buckets) {
  /** The largest relative error of a percentile. */
  public static final double ERROR = 0.05;

  /** Nothing. */
  public static final Digest NONE = new Digest(0, 0, 0, Map.of());

  private static final double GROWTH = Math.log(1 + ERROR);

  public Digest {
    buckets = Map.copyOf(buckets);
    if (count < 0 || most < 0 || !(sum >= 0)) {
      throw new IllegalArgumentException("no digest: %d, %s, %d".formatted(count, sum, most));
    }
  }

  /** This digest and one amount more; negative ones count as 0. */
  public Digest with(long amount) {
    return plus(
        new Digest(1, Math.max(0, amount), Math.max(0, amount), Map.of(bucket(amount), 1L)));
  }

  /** All amounts of both. */
  public Digest plus(Digest other) {
    Map<Integer, Long> all = new HashMap<>(buckets);
    other.buckets.forEach((bucket, number) -> all.merge(bucket, number, Long::sum));
    return new Digest(count + other.count, sum + other.sum, Math.max(most, other.most), all);
  }

  /** The mean, rounded up; absent where there is no amount. */
  public OptionalLong average() {
    return count == 0 ? OptionalLong.empty() : OptionalLong.of((long) Math.ceil(sum / count));
  }

  /** What this share of the amounts does not exceed; absent where there is no amount. */
  public OptionalLong percentile(double share) {
    double threshold = share * count;
    double seen = 0;
    for (Map.Entry<Integer, Long> bucket : new TreeMap<>(buckets).entrySet()) {
      seen += bucket.getValue();
      if (seen >= threshold) {
        return OptionalLong.of(Math.min(most, end(bucket.getKey())));
      }
    }
    return OptionalLong.empty();
  }

  /** The largest; absent where there is no amount. */
  public OptionalLong peak() {
    return count == 0 ? OptionalLong.empty() : OptionalLong.of(most);
  }

  private static int bucket(long amount) {
    return amount < 1 ? -1 : (int) Math.ceil(Math.log(amount) / GROWTH);
  }

  private static long end(int bucket) {
    return bucket < 0 ? 0 : (long) Math.ceil(Math.exp(bucket * GROWTH));
  }
}
