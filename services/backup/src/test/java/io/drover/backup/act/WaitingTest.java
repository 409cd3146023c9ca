package io.drover.backup.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.runtime.time.Moment;
import io.drover.testkit.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Waiting, with a clock that only pauses move. */
class WaitingTest {
  private static final Duration LIMIT = Duration.ofMillis(1_200);
  private static final Duration POLL = Duration.ofMillis(500);

  private final ManualClock clock = new ManualClock();
  private final List<Long> pauses = new ArrayList<>();
  private final Waiting waiting = new Waiting(this::now, this::pause);
  private int looks;

  private Moment now() {
    return new Moment(
        Duration.between(ManualClock.START, clock.instant()).toNanos(), clock.instant());
  }

  private void pause(Duration length) {
    pauses.add(length.toMillis());
    clock.advance(length);
  }

  /** There from this look on. */
  private Optional<String> thereAt(int look) {
    looks++;
    return looks >= look ? Optional.of("it") : Optional.empty();
  }

  @Test
  void whatIsThereIsNotWaitedFor() throws InterruptedException {
    assertThat(waiting.until(LIMIT, POLL, () -> thereAt(1))).contains("it");
    assertThat(pauses).isEmpty();
  }

  @Test
  void itIsLookedForOnceInEachPoll() throws InterruptedException {
    assertThat(waiting.until(LIMIT, POLL, () -> thereAt(3))).contains("it");
    assertThat(pauses).containsExactly(500L, 500L);
  }

  @Test
  void theLastLookIsWhenTheTimeIsOver() throws InterruptedException {
    assertThat(waiting.until(LIMIT, POLL, () -> thereAt(5))).isEmpty();
    assertThat(looks).isEqualTo(4);
    assertThat(pauses).containsExactly(500L, 500L, 200L);
    assertThat(waiting.until(Duration.ZERO, POLL, () -> thereAt(5))).contains("it");
  }

  /** Of a look that itself took all the time nobody knows what came about meanwhile. */
  @Test
  void aLookThatTakesLongIsNotTheLast() throws InterruptedException {
    Optional<String> found =
        waiting.until(
            LIMIT,
            POLL,
            () -> {
              clock.advance(Duration.ofMinutes(1));
              return thereAt(2);
            });
    assertThat(found).contains("it");
  }

  @Test
  void whatIsWrongWithLookingEndsIt() {
    assertThatThrownBy(
            () ->
                waiting.until(
                    LIMIT,
                    POLL,
                    () -> {
                      throw new IOException("the lease was lost");
                    }))
        .hasMessage("the lease was lost");
    assertThat(pauses).isEmpty();
  }

  @Test
  void whoIsInterruptedWhilePausingLooksNoMore() {
    Waiting interrupted =
        new Waiting(
            this::now,
            length -> {
              throw new InterruptedException();
            });
    assertThatThrownBy(() -> interrupted.until(LIMIT, POLL, () -> thereAt(2)))
        .isInstanceOf(InterruptedException.class);
    assertThat(looks).isEqualTo(1);
  }
}
