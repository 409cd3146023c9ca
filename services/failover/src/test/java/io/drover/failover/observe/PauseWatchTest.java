package io.drover.failover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.pause.PauseState;
import io.drover.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PauseWatchTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENT = Duration.ofMinutes(1);
  private static final PauseState RUNNING = new PauseState.Running();

  private final AtomicInteger readings = new AtomicInteger();
  private final AtomicInteger answers = new AtomicInteger();
  private volatile CompletableFuture<PauseState> engine =
      CompletableFuture.completedFuture(RUNNING);
  private final PauseWatch watch =
      new PauseWatch(
          now -> {
            readings.incrementAndGet();
            try {
              return engine.join();
            } finally {
              answers.incrementAndGet();
            }
          });

  private PauseState round(Duration patience) {
    watch.ask(NOW);
    return watch.answer(patience);
  }

  @Test
  void everyRoundReadsItAnew() {
    assertThat(round(PATIENT)).isEqualTo(RUNNING);
    PauseState paused = new PauseState.Paused(NOW.plusSeconds(9), "ann", "work");
    engine = CompletableFuture.completedFuture(paused);
    assertThat(round(PATIENT)).isEqualTo(paused);
    assertThat(readings).hasValue(2);
  }

  @Test
  void anEngineThatDoesNotAnswerIsAskedOnceAndNotWaitedFor() {
    engine = new CompletableFuture<>();
    for (int i = 0; i < 3; i++) {
      assertThat(round(Duration.ZERO)).isInstanceOf(PauseState.Unreadable.class);
    }
    Eventually.holds("it was asked", () -> readings.get() == 1);
    engine.complete(RUNNING);
    assertThat(round(PATIENT)).isEqualTo(RUNNING);
    assertThat(readings).hasValue(1);
  }

  @Test
  void anAnswerBetweenTwoRoundsIsTaken() {
    engine = new CompletableFuture<>();
    assertThat(round(Duration.ZERO)).isInstanceOf(PauseState.Unreadable.class);
    engine.complete(RUNNING);
    Eventually.holds("it was answered", () -> answers.get() == 1);
    Eventually.holds("the answer is there", () -> round(Duration.ZERO).equals(RUNNING));
  }

  @Test
  void whatWasForgottenIsReadAnew() {
    CompletableFuture<PauseState> old = new CompletableFuture<>();
    engine = old;
    assertThat(round(Duration.ZERO)).isInstanceOf(PauseState.Unreadable.class);
    Eventually.holds("it was asked", () -> readings.get() == 1);
    watch.forget();
    engine = CompletableFuture.completedFuture(RUNNING);
    assertThat(round(PATIENT)).isEqualTo(RUNNING);
    old.complete(new PauseState.Unreadable("old"));
    assertThat(round(PATIENT)).isEqualTo(RUNNING);
  }

  @Test
  void whatBreaksHoldsChangesBack() {
    engine = CompletableFuture.failedFuture(new IllegalStateException("broken"));
    assertThat(round(PATIENT))
        .isInstanceOfSatisfying(
            PauseState.Unreadable.class, state -> assertThat(state.toString()).contains("broken"));
    engine = CompletableFuture.completedFuture(RUNNING);
    assertThat(round(PATIENT)).isEqualTo(RUNNING);
  }
}
