package io.drover.scaling.decide.vertical;

/**
 * Buckets whose width grows by a constant ratio (section 2 of {@code vpa-algorithm.md}).
 *
 * @param first width of the first bucket
 * @param ratio width of a bucket by that of the one before it; more than 1
 * @param count how many there are
 */
record Buckets(double first, double ratio, int count) {
  private static final double GROWTH = 1.05;

  /** CPU in cores: from 0.01 up to 1000. */
  static final Buckets CPU = upTo(1000.0, 0.01);

  /** Memory in bytes: from 10 MB up to 1 TB. */
  static final Buckets MEMORY = upTo(1e12, 1e7);

  private static Buckets upTo(double max, double first) {
    double position = log(max * (GROWTH - 1) / first + 1, GROWTH);
    return new Buckets(first, GROWTH, (int) Math.ceil(position) + 1);
  }

  /** The bucket of a value; the last one for all that is larger. */
  int find(double value) {
    if (value < first) {
      return 0;
    }
    int bucket = (int) log(value * (ratio - 1) / first + 1, ratio);
    return Math.min(bucket, count - 1);
  }

  /** Where a bucket starts. */
  double start(int bucket) {
    return bucket == 0 ? 0 : first * (Math.pow(ratio, bucket) - 1) / (ratio - 1);
  }

  private static double log(double value, double base) {
    return Math.log(value) / Math.log(base);
  }
}
