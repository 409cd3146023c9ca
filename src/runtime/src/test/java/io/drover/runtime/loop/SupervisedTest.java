package io.drover.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** When work counts as ended. */
class SupervisedTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Many times over, since what is ruled out is a gap of microseconds. */
  private static final int TIMES = 20_000;

  @Test
  void whatGaveAResultHasEnded() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      Supervised<Integer> work = Supervised.start("work", () -> 1);
      work.within(HOUR);
      assertThat(work.hasEnded()).isTrue();
    }
  }

  @Test
  void whatFailedHasEnded() {
    for (int i = 0; i < TIMES; i++) {
      Supervised<Integer> work =
          Supervised.start(
              "work",
              () -> {
                throw new IOException("away");
              });
      assertThatThrownBy(() -> work.within(HOUR)).isInstanceOf(IOException.class);
      assertThat(work.hasEnded()).isTrue();
    }
  }

  @Test
  void whatIsLateHasEndedOnlyOnceItReallyHas() {
    CountDownLatch deaf = new CountDownLatch(1);
    Supervised<Integer> work =
        Supervised.start(
            "work",
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException late) {
                deaf.await();
              }
              return 1;
            });
    assertThatThrownBy(() -> work.within(Duration.ofSeconds(1)))
        .isInstanceOf(TimeoutException.class);
    assertThat(work.hasEnded()).isFalse();
    deaf.countDown();
    Eventually.holds("it ends", work::hasEnded);
  }
}
