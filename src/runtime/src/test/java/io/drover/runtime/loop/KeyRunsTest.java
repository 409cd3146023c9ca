package io.drover.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.time.ManualTimeSource;
import io.drover.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Keys side by side, on a clock that only the test moves. */
class KeyRunsTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(10), Duration.ofSeconds(40));

  private final ManualTimeSource time = new ManualTimeSource();
  private final Noted noted = new Noted();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  /** What a test does with a key. */
  private interface Reconcile {
    void run(String key, String observation) throws Exception;
  }

  private record Steps(Reconcile reconcile) implements LoopSteps<String> {
    @Override
    public String observe() {
      throw new IllegalStateException("the test observes");
    }

    @Override
    public List<Key> keys(String observation) {
      throw new IllegalStateException("the test knows the keys");
    }

    @Override
    public void reconcile(Key key, String observation) throws Exception {
      reconcile.run(key.id(), observation);
    }
  }

  private KeyRuns<String> runs(int concurrency, Duration deadline, Reconcile reconcile) {
    LoopSettings settings = new LoopSettings(LONG, Duration.ZERO, deadline, concurrency, RETRY);
    return new KeyRuns<>(
        "test", settings, new Steps(reconcile), noted, time, new SplittableRandom(1));
  }

  private static List<Key> keys(String... ids) {
    return List.of(ids).stream().map(Key::new).toList();
  }

  private void round(KeyRuns<String> runs, String observation, String... ids) {
    runs.offer(keys(ids), observation);
    Eventually.holds("the round is over", () -> runs.running() == 0);
  }

  @Test
  void aKeyThatFailsBacksOffAloneAndIsForgiven() {
    AtomicInteger failuresLeft = new AtomicInteger(2);
    KeyRuns<String> runs =
        runs(
            2,
            LONG,
            (key, observation) -> {
              seen.add(key + observation);
              if (key.equals("bad") && failuresLeft.getAndDecrement() > 0) {
                throw new IOException("no way");
              }
            });
    round(runs, "1", "bad", "good");
    assertThat(runs.failures()).isEqualTo(Map.of("bad", "no way"));
    time.advance(Duration.ofMillis(4_999));
    round(runs, "2", "bad", "good");
    time.advance(Duration.ofMillis(5_001));
    round(runs, "3", "bad", "good");
    assertThat(runs.failures()).containsKey("bad");
    time.advance(Duration.ofMillis(9_999));
    round(runs, "4", "bad", "good");
    time.advance(Duration.ofMillis(10_001));
    round(runs, "5", "bad", "good");

    assertThat(seen)
        .containsExactlyInAnyOrder(
            "bad1", "good1", "good2", "bad3", "good3", "good4", "bad5", "good5");
    assertThat(runs.failures()).isEmpty();
    assertThat(noted.failed).containsExactly("bad", "bad");
    assertThat(noted.reconciled).hasSize(6);
  }

  @Test
  void aKeyThatIsGoneIsForgottenWithItsFailures() {
    KeyRuns<String> runs =
        runs(
            2,
            LONG,
            (key, observation) -> {
              seen.add(key + observation);
              throw new IOException("no way");
            });
    round(runs, "1", "a");
    round(runs, "2");
    assertThat(runs.failures()).isEmpty();
    round(runs, "3", "a");
    assertThat(seen).containsExactly("a1", "a3");
  }

  @Test
  void anErrorIsAFailureLikeAnyOther() {
    KeyRuns<String> runs =
        runs(
            2,
            LONG,
            (key, observation) -> {
              seen.add(key + observation);
              throw new StackOverflowError("too deep");
            });
    round(runs, "1", "a");
    assertThat(runs.failures()).hasEntrySatisfying("a", why -> assertThat(why).contains("deep"));
    round(runs, "2", "a");
    assertThat(seen).containsExactly("a1");
    assertThat(noted.failed).containsExactly("a");
  }

  @Test
  void neverTwoRunsOfOneKeyAndNeverMoreThanAllowed() {
    Map<String, AtomicInteger> atWork = new ConcurrentHashMap<>();
    AtomicInteger all = new AtomicInteger();
    AtomicInteger mostOfOne = new AtomicInteger();
    AtomicInteger mostOfAll = new AtomicInteger();
    KeyRuns<String> runs =
        runs(
            3,
            LONG,
            (key, observation) -> {
              AtomicInteger mine = atWork.computeIfAbsent(key, k -> new AtomicInteger());
              mostOfOne.accumulateAndGet(mine.incrementAndGet(), Math::max);
              mostOfAll.accumulateAndGet(all.incrementAndGet(), Math::max);
              Thread.yield();
              all.decrementAndGet();
              mine.decrementAndGet();
            });
    String[] ids = IntStream.range(0, 20).mapToObj(i -> "k" + i).toArray(String[]::new);
    for (int i = 0; i < 500; i++) {
      runs.offer(keys(ids), "o" + i);
    }
    Eventually.holds("all is done", () -> runs.running() == 0);
    assertThat(mostOfOne).hasValue(1);
    assertThat(mostOfAll.get()).isBetween(1, 3);
    assertThat(noted.reconciled).contains(ids);
  }

  @Test
  void aKeyThatWaitsForItsTurnGetsTheNewestObservation() {
    Semaphore gate = new Semaphore(0);
    KeyRuns<String> runs =
        runs(
            1,
            LONG,
            (key, observation) -> {
              seen.add(key + observation);
              gate.acquire();
            });
    runs.offer(keys("a"), "1");
    Eventually.holds("a is at work", () -> seen.contains("a1"));
    runs.offer(keys("a", "b"), "2");
    runs.offer(keys("a", "b"), "3");
    gate.release(2);
    Eventually.holds("all is done", () -> runs.running() == 0);
    assertThat(seen).containsExactly("a1", "b3");
  }

  @Test
  void aRunPastItsDeadlineGivesItsTurnUpButItsKeyStaysBusy() {
    CountDownLatch stubborn = new CountDownLatch(1);
    KeyRuns<String> runs =
        runs(
            1,
            Duration.ofSeconds(2),
            (key, observation) -> {
              seen.add(key + observation);
              if (key.equals("stuck")) {
                awaitStubbornly(stubborn);
              }
            });
    runs.offer(keys("stuck"), "1");
    Eventually.holds("it is given up", () -> noted.failed.contains("stuck"));
    assertThat(runs.failures().get("stuck")).contains("2000 ms");
    time.advance(LONG);
    runs.offer(keys("stuck", "other"), "2");
    Eventually.holds("the other one is done", () -> noted.reconciled.contains("other"));
    assertThat(runs.running()).isEqualTo(1);
    assertThat(seen).containsExactly("stuck1", "other2");

    stubborn.countDown();
    Eventually.holds("it ended", () -> runs.running() == 0);
    round(runs, "3", "stuck");
    assertThat(seen).containsExactly("stuck1", "other2", "stuck3");
  }

  private static void awaitStubbornly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException deaf) {
        // on purpose: some libraries swallow interrupts
        continue;
      }
    }
  }

  @Test
  void stoppingLetsTheWorkFinishAndStartsNothingElse() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Semaphore gate = new Semaphore(0);
    KeyRuns<String> runs =
        runs(
            1,
            LONG,
            (key, observation) -> {
              started.countDown();
              gate.acquire();
              seen.add(key);
            });
    runs.offer(keys("a"), "1");
    started.await();
    runs.offer(keys("a", "b"), "2");
    Thread stopper = Thread.ofVirtual().start(() -> stop(runs));
    Eventually.holds("b gave up waiting", () -> runs.running() == 1);
    gate.release(10);
    stopper.join();
    runs.offer(keys("a", "b"), "3");
    assertThat(runs.running()).isZero();
    assertThat(seen).containsExactly("a");
  }

  private static void stop(KeyRuns<String> runs) {
    try {
      runs.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aStopSaysWhetherEverythingEnded() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch stubborn = new CountDownLatch(1);
    KeyRuns<String> runs =
        runs(
            1,
            Duration.ofMillis(50),
            (key, observation) -> {
              started.countDown();
              awaitStubbornly(stubborn);
            });
    runs.offer(keys("a"), "1");
    started.await();
    assertThat(runs.stop()).isFalse();
    assertThat(runs.running()).isEqualTo(1);
    stubborn.countDown();
    Eventually.holds("it ended", () -> runs.running() == 0);
    assertThat(runs.stop()).isTrue();
  }
}
