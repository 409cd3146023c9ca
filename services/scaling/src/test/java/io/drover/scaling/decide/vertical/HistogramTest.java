package io.drover.scaling.decide.vertical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Buckets, percentiles and the fading of old weights. */
class HistogramTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void theBucketsReachTheLargestValue() {
    assertThat(Buckets.CPU.start(0)).isZero();
    assertThat(Buckets.CPU.start(1)).isCloseTo(0.01, within(1e-12));
    assertThat(Buckets.CPU.start(2)).isCloseTo(0.0205, within(1e-12));
    assertThat(Buckets.CPU.start(Buckets.CPU.count() - 1)).isGreaterThanOrEqualTo(1000);
    assertThat(Buckets.MEMORY.start(Buckets.MEMORY.count() - 1)).isGreaterThanOrEqualTo(1e12);
    assertThat(Buckets.MEMORY.find(1e15)).isEqualTo(Buckets.MEMORY.count() - 1);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.0099, 0", "0.0101, 1", "0.02, 1", "0.021, 2", "1e9, 175"})
  void aValueIsInItsBucket(double value, int bucket) {
    assertThat(Buckets.CPU.find(value)).isEqualTo(Math.min(bucket, Buckets.CPU.count() - 1));
  }

  @Test
  void everyValueIsBelowTheEndOfItsBucketByLessThanItsWidth() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 10_000; i++) {
      double value = Math.pow(10, random.nextDouble(-3, 3));
      int bucket = Buckets.CPU.find(value);
      assertThat(value).isLessThanOrEqualTo(Buckets.CPU.start(bucket + 1) * (1 + 1e-9));
      assertThat(value).isGreaterThanOrEqualTo(Buckets.CPU.start(bucket) * (1 - 1e-9));
    }
  }

  @Test
  void anEmptyHistogramHasNoPercentiles() {
    Histogram empty = new Histogram(Buckets.CPU);
    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.percentile(0.9)).isZero();
    empty.add(1, 1, NOON);
    empty.subtract(1, 1, NOON);
    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.percentile(0.9)).isZero();
  }

  @Test
  void aPercentileIsTheEndOfTheBucketThatReachesIt() {
    Histogram histogram = new Histogram(Buckets.CPU);
    for (int i = 0; i < 9; i++) {
      histogram.add(0.5, 1, NOON);
    }
    histogram.add(4, 1, NOON);
    double low = Buckets.CPU.start(Buckets.CPU.find(0.5) + 1);
    double high = Buckets.CPU.start(Buckets.CPU.find(4) + 1);
    assertThat(histogram.percentile(-1)).isEqualTo(low);
    assertThat(histogram.percentile(0.5)).isEqualTo(low);
    assertThat(histogram.percentile(0.91)).isEqualTo(high);
    assertThat(histogram.percentile(2)).isEqualTo(high);
  }

  @Test
  void aDayHalvesAWeight() {
    double low = Buckets.CPU.start(Buckets.CPU.find(0.5) + 1);
    double high = Buckets.CPU.start(Buckets.CPU.find(4) + 1);
    Histogram histogram = new Histogram(Buckets.CPU);
    histogram.add(4, 1, NOON.minus(Duration.ofDays(1)));
    histogram.add(0.5, 1, NOON);
    // One against two.
    assertThat(histogram.percentile(0.66)).isEqualTo(low);
    assertThat(histogram.percentile(0.67)).isEqualTo(high);
  }

  @Test
  void whatIsYearsOldIsForgotten() {
    Histogram histogram = new Histogram(Buckets.CPU);
    histogram.add(4, 1, NOON.minus(Duration.ofDays(2000)));
    histogram.add(0.5, 1, NOON);
    assertThat(histogram.percentile(1)).isEqualTo(Buckets.CPU.start(Buckets.CPU.find(0.5) + 1));
  }

  @Test
  void moreLoadNeverRecommendsLess() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 200; i++) {
      Histogram less = new Histogram(Buckets.CPU);
      Histogram more = new Histogram(Buckets.CPU);
      for (int j = 0; j < 50; j++) {
        double value = random.nextDouble(0.001, 20);
        Instant at = NOON.plus(Duration.ofMinutes(random.nextInt(100_000)));
        less.add(value, 0.1, at);
        more.add(value * random.nextDouble(1, 3), 0.1, at);
      }
      for (double share : new double[] {0.5, 0.9, 0.95}) {
        assertThat(more.percentile(share)).isGreaterThanOrEqualTo(less.percentile(share));
      }
    }
  }
}
