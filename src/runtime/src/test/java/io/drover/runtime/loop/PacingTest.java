package io.drover.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When the next round starts; all in nanoseconds, on a clock that may overflow. */
class PacingTest {
  private static final long SECOND = 1_000_000_000L;
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofSeconds(8));
  private static final LoopSettings SETTINGS = settings(10, 2);

  private static LoopSettings settings(long period, long gap) {
    return new LoopSettings(
        Duration.ofSeconds(period), Duration.ofSeconds(gap), Duration.ofSeconds(5), 4, RETRY);
  }

  @Test
  void theFirstRoundIsDueAtOnce() {
    assertThat(Pacing.startingAt(7).nanosToWait(7, false)).isZero();
  }

  @Test
  void aRoundFollowsAPeriodAfterTheStartOfTheLastOrAGapWhenHastened() {
    for (long start : new long[] {0, -5, Long.MAX_VALUE - SECOND}) {
      Pacing pacing = Pacing.startingAt(start).succeeded(start, SETTINGS);
      long later = start + 3 * SECOND;
      assertThat(pacing.nanosToWait(start, false)).isEqualTo(10 * SECOND);
      assertThat(pacing.nanosToWait(start, true)).isEqualTo(2 * SECOND);
      assertThat(pacing.nanosToWait(later, false)).isEqualTo(7 * SECOND);
      assertThat(pacing.nanosToWait(later, true)).isEqualTo(-SECOND);
    }
  }

  @Test
  void afterAFailureEventsHastenNothing() {
    Pacing failed = Pacing.startingAt(0).failed(0, Duration.ofSeconds(4));
    assertThat(failed.nanosToWait(SECOND, true)).isEqualTo(3 * SECOND);
    assertThat(failed.nanosToWait(SECOND, false)).isEqualTo(3 * SECOND);
    assertThat(failed.failed(0, Duration.ofSeconds(4)).failures()).isEqualTo(2);
    assertThat(failed.succeeded(0, SETTINGS).failures()).isZero();
  }

  @Test
  void settingsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> settings(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings(1, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings(1, -1)).isInstanceOf(IllegalArgumentException.class);
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new LoopSettings(second, second, Duration.ZERO, 1, RETRY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LoopSettings(second, second, second, 0, RETRY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
