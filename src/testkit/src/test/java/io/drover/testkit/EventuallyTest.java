package io.drover.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
  @Test
  void waitsThroughFailuresAndEmptyAnswers() {
    AtomicInteger calls = new AtomicInteger();
    int value =
        Eventually.gives(
            "a third answer",
            () -> {
              int call = calls.incrementAndGet();
              if (call == 1) {
                throw new IllegalStateException("not yet");
              }
              return call == 2 ? Optional.empty() : Optional.of(call);
            });
    assertThat(value).isEqualTo(3);
  }

  @Test
  void givesUpWhenItIsInterruptedAndSaysWhatItWaitedFor() {
    try {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> Eventually.holds("the moon is blue", () -> false))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("the moon is blue");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
