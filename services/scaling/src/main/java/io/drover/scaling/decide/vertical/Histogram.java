package io.drover.scaling.decide.vertical;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Weights by bucket, in which a sample counts half as much for each half life that it is older than
 * another. Nothing is ever aged: newer samples weigh more instead, relative to a reference time
 * that moves on now and then. Implements section 2 of {@code vpa-algorithm.md}; for one thread.
 */
public final class Histogram {
  private static final double EPSILON = 0.0001;
  private static final Duration HALF_LIFE = Duration.ofHours(24);

  /** What the heaviest bucket weighs in a checkpoint; the others are rounded to it. */
  private static final double MOST_IN_CHECKPOINT = 10_000;

  /** Beyond it weights would come near the limits of binary64. */
  private static final int MOST_HALF_LIVES = 100;

  private final Buckets buckets;
  private final double[] weights;
  private double total;
  private int lowest;
  private int highest;
  private Instant reference = Instant.EPOCH;

  Histogram(Buckets buckets) {
    this.buckets = buckets;
    this.weights = new double[buckets.count()];
    this.lowest = buckets.count() - 1;
  }

  void add(double value, double weight, Instant at) {
    double decayed = weight * decay(at);
    int bucket = buckets.find(value);
    weights[bucket] += decayed;
    total += decayed;
    if (weights[bucket] >= EPSILON) {
      lowest = Math.min(lowest, bucket);
      highest = Math.max(highest, bucket);
    }
  }

  void subtract(double value, double weight, Instant at) {
    double decayed = weight * decay(at);
    int bucket = buckets.find(value);
    weights[bucket] = without(weights[bucket], decayed);
    total = without(total, decayed);
    trim();
  }

  /** The end of the bucket in which the weights reach this share of their sum; 0 when empty. */
  double percentile(double share) {
    if (isEmpty()) {
      return 0;
    }
    double threshold = share * total;
    double sum = 0;
    int bucket = lowest;
    for (; bucket < highest; bucket++) {
      sum += weights[bucket];
      if (sum >= threshold) {
        break;
      }
    }
    return buckets.start(Math.min(bucket + 1, buckets.count() - 1));
  }

  boolean isEmpty() {
    return weights[lowest] < EPSILON;
  }

  /** Adds another histogram's weights; it must have the same buckets, and is left as it is. */
  void merge(Histogram other) {
    if (other.reference.isAfter(reference)) {
      shiftTo(other.reference);
    }
    double factor = Math.pow(2, -halfLives(other.reference, reference));
    for (int i = 0; i < weights.length; i++) {
      weights[i] += other.weights[i] * factor;
    }
    total += other.total * factor;
    lowest = 0;
    highest = weights.length - 1;
    trim();
  }

  /** What is stored of it: rounded weights, so that it stays small. */
  State state() {
    double heaviest = 0;
    for (double weight : weights) {
      heaviest = Math.max(heaviest, weight);
    }
    Map<Integer, Integer> rounded = new TreeMap<>();
    for (int i = 0; i < weights.length && heaviest > 0; i++) {
      int weight = (int) Math.floor(weights[i] * MOST_IN_CHECKPOINT / heaviest + 0.5);
      if (weight > 0) {
        rounded.put(i, weight);
      }
    }
    return new State(rounded, total, reference);
  }

  /**
   * The histogram that a state was made of, but for the rounding.
   *
   * @throws IllegalArgumentException when it has a bucket that there is none of
   */
  static Histogram of(Buckets buckets, State state) {
    Histogram histogram = new Histogram(buckets);
    histogram.reference = state.reference();
    double sum = state.weights().values().stream().mapToInt(Integer::intValue).sum();
    if (sum == 0) {
      return histogram;
    }
    state
        .weights()
        .forEach(
            (bucket, weight) -> {
              if (bucket < 0 || bucket >= buckets.count() || weight < 0) {
                throw new IllegalArgumentException("no bucket weighs so: " + bucket + "=" + weight);
              }
              histogram.weights[bucket] = weight * state.total() / sum;
            });
    histogram.total = state.total();
    histogram.lowest = 0;
    histogram.highest = buckets.count() - 1;
    histogram.trim();
    return histogram;
  }

  /**
   * A stored histogram.
   *
   * @param weights by bucket, relative to each other
   * @param total sum of the true weights; not negative
   * @param reference the moment that the weights are relative to, a multiple of the half life
   */
  public record State(Map<Integer, Integer> weights, double total, Instant reference) {
    public State {
      weights = Map.copyOf(weights);
      if (!(total >= 0)) {
        throw new IllegalArgumentException("the total weight is negative: " + total);
      }
    }
  }

  private double decay(Instant at) {
    if (at.isAfter(reference.plus(HALF_LIFE.multipliedBy(MOST_HALF_LIVES)))) {
      moveReference(at);
    }
    return Math.pow(2, seconds(Duration.between(reference, at)) / HALF_LIFE.toSeconds());
  }

  private void moveReference(Instant at) {
    long halfLife = HALF_LIFE.toSeconds();
    long rounded = Math.floorDiv(at.getEpochSecond() + halfLife / 2, halfLife) * halfLife;
    shiftTo(Instant.ofEpochSecond(rounded));
  }

  private void shiftTo(Instant next) {
    double factor = Math.pow(2, -halfLives(reference, next));
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor;
    }
    total *= factor;
    reference = next;
    trim();
  }

  private static long halfLives(Instant from, Instant to) {
    return Duration.between(from, to).toSeconds() / HALF_LIFE.toSeconds();
  }

  private void trim() {
    while (lowest < weights.length - 1 && weights[lowest] < EPSILON) {
      lowest++;
    }
    while (highest > 0 && weights[highest] < EPSILON) {
      highest--;
    }
  }

  private static double without(double weight, double taken) {
    double left = weight - taken;
    return left < EPSILON ? 0 : left;
  }

  private static double seconds(Duration duration) {
    return duration.toSeconds() + duration.toNanosPart() / 1e9;
  }
}
