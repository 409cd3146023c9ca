package io.drover.runtime.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What two clocks together say. */
class MomentTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final ManualTimeSource time = new ManualTimeSource();
  private final Moment start = time.now();

  @Test
  void bothAgreeWhileNobodyTouchesThem() {
    time.advance(MINUTE);
    assertThat(time.now().since(start)).isEqualTo(MINUTE);
    assertThat(time.now().atMostSince(start)).isEqualTo(MINUTE);
  }

  @Test
  void aSleepingMachineIsCountedByItsWallClock() {
    time.suspend(MINUTE);
    assertThat(time.now().since(start)).isZero();
    assertThat(time.now().atMostSince(start)).isEqualTo(MINUTE);
  }

  @Test
  void aWallClockSetBackGivesNoTimeBack() {
    time.advance(MINUTE);
    time.setWall(ManualTimeSource.START.minus(MINUTE));
    assertThat(time.now().since(start)).isEqualTo(MINUTE);
    assertThat(time.now().atMostSince(start)).isEqualTo(MINUTE);
  }

  @Test
  void theMonotonicClockMayOverflow() {
    Moment before = new Moment(Long.MAX_VALUE - 1, start.wall());
    Moment after = new Moment(Long.MIN_VALUE + 1, start.wall());
    assertThat(after.since(before)).isEqualTo(Duration.ofNanos(3));
  }

  @Test
  void theMachinesClocksGoForward() {
    TimeSource machine = TimeSource.system();
    Moment first = machine.now();
    assertThat(machine.now().since(first).isNegative()).isFalse();
  }
}
