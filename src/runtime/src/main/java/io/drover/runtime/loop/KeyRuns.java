package io.drover.runtime.loop;

import io.drover.runtime.time.Moment;
import io.drover.runtime.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Reconciles keys side by side. Guarantees: never two runs of one key at a time; at most {@code
 * concurrency} at work; a key that waits for its turn gets the newest observation; a failed key is
 * passed over until its delay is over; a run past its deadline is interrupted and gives up its turn
 * to others, but its key stays busy until it has really ended.
 */
final class KeyRuns<O> {
  private final String loop;
  private final LoopSettings settings;
  private final LoopSteps<O> steps;
  private final LoopListener listener;
  private final TimeSource time;
  private final RandomGenerator random;
  private final Semaphore turns;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Map<Key, Run<O>> runs = new HashMap<>();
  private final Map<Key, Failing> failing = new HashMap<>();
  private boolean stopping;

  /** A key's run; changed only under the lock. */
  private static final class Run<O> {
    private O newest;
    private boolean started;
    private Thread supervisor;

    private Run(O newest) {
      this.newest = newest;
    }
  }

  private record Failing(int failures, Moment since, Duration delay, String why) {
    boolean isOver(Moment now) {
      return now.since(since).compareTo(delay) >= 0;
    }
  }

  KeyRuns(
      String loop,
      LoopSettings settings,
      LoopSteps<O> steps,
      LoopListener listener,
      TimeSource time,
      RandomGenerator random) {
    this.loop = loop;
    this.settings = settings;
    this.steps = steps;
    this.listener = listener;
    this.time = time;
    this.random = random;
    this.turns = new Semaphore(settings.concurrency(), true);
  }

  /** Starts what can be started of a round; forgets the failures of keys that are gone. */
  void offer(List<Key> keys, O observation) {
    lock.lock();
    try {
      failing.keySet().retainAll(new HashSet<>(keys));
      Moment now = time.now();
      for (Key key : keys) {
        Failing failure = failing.get(key);
        if (stopping || (failure != null && !failure.isOver(now))) {
          continue;
        }
        Run<O> run = runs.get(key);
        if (run == null) {
          start(key, observation);
        } else if (!run.started) {
          run.newest = observation;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void start(Key key, O observation) {
    Run<O> run = new Run<>(observation);
    runs.put(key, run);
    run.supervisor =
        Thread.ofVirtual()
            .name(loop + "-key-" + key.id())
            .start(
                () -> {
                  try {
                    supervise(key, run);
                  } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                  } finally {
                    end(key);
                  }
                });
  }

  private void supervise(Key key, Run<O> run) throws InterruptedException {
    turns.acquire();
    Optional<Supervised<Boolean>> work = Optional.empty();
    try {
      work = Optional.of(reconcile(key, begin(run)));
      await(key, work.get());
    } finally {
      turns.release();
      work.ifPresent(Supervised::awaitEnd);
    }
  }

  private Supervised<Boolean> reconcile(Key key, O observation) {
    return Supervised.start(
        loop + "-reconcile-" + key.id(),
        () -> {
          steps.reconcile(key, observation);
          return true;
        });
  }

  private O begin(Run<O> run) throws InterruptedException {
    lock.lock();
    try {
      if (stopping) {
        throw new InterruptedException("stopping");
      }
      run.started = true;
      return run.newest;
    } finally {
      lock.unlock();
    }
  }

  private void await(Key key, Supervised<Boolean> work) throws InterruptedException {
    Moment start = time.now();
    try {
      work.within(settings.deadline());
      forgive(key);
      listener.reconciled(key, time.now().since(start));
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception why) {
      backOff(key, why);
      listener.reconcileFailed(key, why);
    }
  }

  private void forgive(Key key) {
    lock.lock();
    try {
      failing.remove(key);
    } finally {
      lock.unlock();
    }
  }

  private void backOff(Key key, Exception why) {
    lock.lock();
    try {
      Failing before = failing.get(key);
      int failures = before == null ? 1 : before.failures() + 1;
      Duration delay = settings.retry().after(failures, random);
      failing.put(key, new Failing(failures, time.now(), delay, String.valueOf(why.getMessage())));
    } finally {
      lock.unlock();
    }
  }

  private void end(Key key) {
    lock.lock();
    try {
      runs.remove(key);
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int running() {
    lock.lock();
    try {
      return runs.size();
    } finally {
      lock.unlock();
    }
  }

  Map<String, String> failures() {
    lock.lock();
    try {
      Map<String, String> texts = new HashMap<>();
      failing.forEach((key, failure) -> texts.put(key.id(), failure.why()));
      return texts;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts nothing more, lets what is at work finish for one deadline, then interrupts it.
   *
   * @return whether everything ended
   */
  boolean stop() throws InterruptedException {
    lock.lock();
    try {
      stopping = true;
      runs.values().stream().filter(run -> !run.started).forEach(r -> r.supervisor.interrupt());
      if (!awaitIdle()) {
        runs.values().forEach(run -> run.supervisor.interrupt());
        return awaitIdle();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitIdle() throws InterruptedException {
    long left = settings.deadline().toNanos();
    while (!runs.isEmpty() && left > 0) {
      left = ended.awaitNanos(left);
    }
    return runs.isEmpty();
  }
}
