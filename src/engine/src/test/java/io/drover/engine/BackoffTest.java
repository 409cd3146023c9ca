package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waits grow and stay bounded. */
class BackoffTest {

  @ParameterizedTest(name = "after {0} failures up to {1} ms")
  @CsvSource({"0,250", "1,250", "2,500", "3,1000", "6,8000", "7,10000", "2147483647,10000"})
  void waitsAreSpreadBelowABoundThatDoubles(int failures, long bound) {
    SplittableRandom random = new SplittableRandom(1);
    assertThat(Stream.generate(() -> Backoff.EVENTS.after(failures, random)).limit(2_000))
        .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofMillis(bound)))
        .anySatisfy(wait -> assertThat(wait).isGreaterThan(Duration.ofMillis(bound * 9 / 10)))
        .anySatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMillis(bound / 10)));
  }
}
