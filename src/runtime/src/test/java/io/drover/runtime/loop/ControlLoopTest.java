package io.drover.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.time.ManualTimeSource;
import io.drover.runtime.time.TimeSource;
import io.drover.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rounds that come by themselves, are hastened, fail, hang and end. */
class ControlLoopTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final RetryDelay AT_ONCE =
      new RetryDelay(Duration.ofNanos(1), Duration.ofMillis(1));

  private final Noted noted = new Noted();

  /** Observes the number of the round; every key is counted. */
  private static class Counting implements LoopSteps<Integer> {
    final AtomicInteger observed = new AtomicInteger();
    final Map<String, AtomicInteger> reconciled = new ConcurrentHashMap<>();

    @Override
    public Integer observe() throws Exception {
      return observed.incrementAndGet();
    }

    @Override
    public List<Key> keys(Integer observation) {
      return List.of(new Key("a"), new Key("b"));
    }

    @Override
    public void reconcile(Key key, Integer observation) throws Exception {
      reconciled.computeIfAbsent(key.id(), id -> new AtomicInteger()).incrementAndGet();
    }

    int times(String key) {
      AtomicInteger count = reconciled.get(key);
      return count == null ? 0 : count.get();
    }
  }

  private ControlLoop<Integer> start(
      Duration period, Duration deadline, LoopSteps<Integer> steps, TimeSource time) {
    LoopSettings settings = new LoopSettings(period, Duration.ZERO, deadline, 4, AT_ONCE);
    ControlLoop<Integer> loop =
        new ControlLoop<>("test", settings, steps, noted, time, new SplittableRandom(1));
    loop.start();
    return loop;
  }

  @Test
  void roundsComeByThemselves() {
    Counting steps = new Counting();
    try (var loop = start(Duration.ofMillis(5), MINUTE, steps, TimeSource.system())) {
      Eventually.holds("rounds", () -> steps.observed.get() > 5 && steps.times("b") > 1);
      assertThat(loop.status().keys()).isEqualTo(2);
      assertThat(loop.status().healthy()).isTrue();
      assertThat(loop.status().lastRound()).isNotEmpty();
    }
  }

  @Test
  void eventsHastenARoundAndManyMakeOne() {
    Semaphore rounds = new Semaphore(0);
    Counting steps =
        new Counting() {
          @Override
          public Integer observe() throws Exception {
            int round = super.observe();
            rounds.acquire();
            return round;
          }
        };
    try (var loop = start(HOUR, MINUTE, steps, TimeSource.system())) {
      Eventually.holds("the first round", () -> steps.observed.get() == 1);
      for (int i = 0; i < 100; i++) {
        loop.hasten();
      }
      rounds.release();
      Eventually.holds("the second round", () -> steps.observed.get() == 2);
      rounds.release();
      Eventually.holds("it is over", () -> loop.status().rounds() == 2);
      loop.hasten();
      Eventually.holds("the third round", () -> steps.observed.get() == 3);
      rounds.release();
      Eventually.holds("it is over", () -> loop.status().rounds() == 3);
      assertThat(steps.observed).hasValue(3);
    }
  }

  @Test
  void aKeyThatFailsDoesNotStopTheOthers() {
    Counting steps =
        new Counting() {
          @Override
          public void reconcile(Key key, Integer observation) throws Exception {
            super.reconcile(key, observation);
            if (key.id().equals("a")) {
              throw new IOException("no way");
            }
          }
        };
    try (var loop = start(Duration.ofMillis(5), MINUTE, steps, TimeSource.system())) {
      Eventually.holds("both go on", () -> steps.times("a") > 3 && steps.times("b") > 3);
      Eventually.holds("a fails", () -> loop.status().failing().equals(Map.of("a", "no way")));
    }
    assertThat(noted.failed).contains("a").doesNotContain("b");
  }

  @Test
  void aRoundThatCannotObserveIsTriedAgainWhateverItThrows() {
    AtomicInteger left = new AtomicInteger(6);
    Counting steps =
        new Counting() {
          @Override
          public Integer observe() throws Exception {
            return switch (left.getAndDecrement()) {
              case 6, 5 -> throw new IOException("away");
              case 4, 3 -> throw new IllegalStateException("odd");
              case 2, 1 -> throw new NoClassDefFoundError("left out");
              default -> super.observe();
            };
          }
        };
    try (var loop = start(HOUR, MINUTE, steps, TimeSource.system())) {
      Eventually.holds("it observes", () -> noted.observations.size() == 7);
      assertThat(loop.status().rounds()).isEqualTo(1);
      assertThat(loop.status().lastError()).isEmpty();
    }
    assertThat(noted.observations).hasSize(7).startsWith("away", "away", "odd", "odd");
  }

  @Test
  void aLoopThatNeverObservedIsNotWell() {
    Counting steps =
        new Counting() {
          @Override
          public Integer observe() throws Exception {
            throw new IOException("away");
          }
        };
    try (var loop = start(HOUR, MINUTE, steps, TimeSource.system())) {
      Eventually.holds("it says why", () -> loop.status().lastError().equals("away"));
      assertThat(loop.status().healthy()).isFalse();
      assertThat(loop.status().lastRound()).isEmpty();
    }
  }

  @Test
  void aLoopThatObservesNoMoreIsNotWellAfterThreePeriodsAndADeadline() {
    ManualTimeSource time = new ManualTimeSource();
    try (var loop = start(HOUR, MINUTE, new Counting(), time)) {
      Eventually.holds("the first round", () -> loop.status().rounds() == 1);
      time.advance(HOUR.multipliedBy(3).plus(MINUTE));
      assertThat(loop.status().healthy()).isTrue();
      time.advance(Duration.ofNanos(1));
      assertThat(loop.status().healthy()).isFalse();
      loop.hasten();
      Eventually.holds("the second round", () -> loop.status().rounds() == 2);
      assertThat(loop.status().healthy()).isTrue();
    }
  }

  @Test
  void anObservationThatHangsIsInterruptedAndNeverStartedTwice() {
    CountDownLatch deaf = new CountDownLatch(1);
    AtomicInteger started = new AtomicInteger();
    Counting steps =
        new Counting() {
          @Override
          public Integer observe() throws Exception {
            if (started.incrementAndGet() == 1) {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                deaf.await();
              }
            }
            return super.observe();
          }
        };
    try (var loop = start(HOUR, Duration.ofSeconds(2), steps, TimeSource.system())) {
      Eventually.holds(
          "it is noticed",
          () -> noted.observations.stream().anyMatch(text -> text.contains("still hangs")));
      assertThat(started).hasValue(1);
      deaf.countDown();
      Eventually.holds("it recovers", () -> loop.status().rounds() == 1);
    }
  }

  @Test
  void aClosedLoopDoesNothingAnyMore() {
    Counting steps = new Counting();
    ControlLoop<Integer> loop = start(Duration.ofNanos(1), MINUTE, steps, TimeSource.system());
    Eventually.holds("it runs", () -> steps.observed.get() > 10);
    loop.close();
    assertThat(loop.status().running()).isZero();
    int before = steps.times("a");
    loop.hasten();
    loop.close();
    assertThat(steps.times("a")).isEqualTo(before);
  }

  @Test
  void aLoopThatWasNeverStartedCanBeClosed() {
    LoopSettings settings = new LoopSettings(HOUR, Duration.ZERO, MINUTE, 1, AT_ONCE);
    Counting steps = new Counting();
    ControlLoop<Integer> loop =
        new ControlLoop<>(
            "test", settings, steps, noted, TimeSource.system(), new SplittableRandom(1));
    loop.close();
    assertThat(steps.observed).hasValue(0);
  }
}
