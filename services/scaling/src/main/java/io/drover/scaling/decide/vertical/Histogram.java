package io.drover.scaling.decide.vertical;

import java.time.Duration;
import java.time.Instant;

/**
 * Weights by bucket, in which a sample counts half as much for each half life that it is older than
 * another. Nothing is ever aged: newer samples weigh more instead, relative to a reference time
 * that moves on now and then. Implements section 2 of {@code vpa-algorithm.md}; confined to one
 * evaluation.
 */
final class Histogram {
  private static final double EPSILON = 0.0001;
  private static final Duration HALF_LIFE = Duration.ofHours(24);

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

  private double decay(Instant at) {
    if (at.isAfter(reference.plus(HALF_LIFE.multipliedBy(MOST_HALF_LIVES)))) {
      moveReference(at);
    }
    return Math.pow(2, seconds(Duration.between(reference, at)) / HALF_LIFE.toSeconds());
  }

  private void moveReference(Instant at) {
    long halfLife = HALF_LIFE.toSeconds();
    long rounded = Math.floorDiv(at.getEpochSecond() + halfLife / 2, halfLife) * halfLife;
    Instant next = Instant.ofEpochSecond(rounded);
    long halfLives = Duration.between(next, reference).toSeconds() / halfLife;
    double factor = Math.pow(2, halfLives);
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor;
    }
    total *= factor;
    reference = next;
    trim();
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
