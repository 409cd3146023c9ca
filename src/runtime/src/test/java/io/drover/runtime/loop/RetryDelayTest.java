package io.drover.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Delays double, stay bounded, and are spread over their upper half. */
class RetryDelayTest {
  private static final RetryDelay DELAY =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofMinutes(1));

  @ParameterizedTest(name = "after {0} failures {1} s at most")
  @CsvSource({"1,1", "2,2", "3,4", "6,32", "7,60", "31,60", "2147483647,60"})
  void delaysLieBetweenHalfOfTheBoundAndTheBound(int failures, long seconds) {
    SplittableRandom random = new SplittableRandom(1);
    long bound = seconds * 1_000;
    assertThat(Stream.generate(() -> DELAY.after(failures, random).toMillis()).limit(2_000))
        .allSatisfy(delay -> assertThat(delay).isBetween(bound / 2, bound))
        .anySatisfy(delay -> assertThat(delay).isLessThan(bound * 11 / 20))
        .anySatisfy(delay -> assertThat(delay).isGreaterThan(bound * 19 / 20));
  }

  @Test
  void theSameChanceGivesTheSameDelay() {
    assertThat(DELAY.after(3, new SplittableRandom(7)))
        .isEqualTo(DELAY.after(3, new SplittableRandom(7)));
  }

  @ParameterizedTest
  @CsvSource({"PT0S,PT1S", "PT-1S,PT1S", "PT2S,PT1S"})
  void whatDoesNotFitIsRefused(Duration first, Duration longest) {
    assertThatThrownBy(() -> new RetryDelay(first, longest))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutAFailureThereIsNoDelay() {
    assertThatThrownBy(() -> DELAY.after(0, new SplittableRandom(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
