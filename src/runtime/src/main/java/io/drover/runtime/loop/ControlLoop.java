package io.drover.runtime.loop;

import io.drover.runtime.time.Moment;
import io.drover.runtime.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Runs {@link LoopSteps} for as long as the process lives: a full round at once, then one each
 * period; events only hasten the next round and many of them make one round. A round that cannot
 * observe backs off; a key that fails or hangs backs off alone, while the others go on.
 */
public final class ControlLoop<O> implements AutoCloseable {
  /** A loop that misses this many periods in a row is not well. */
  private static final int PERIODS_TO_MISS = 3;

  private final String name;
  private final LoopSettings settings;
  private final LoopSteps<O> steps;
  private final LoopListener listener;
  private final TimeSource time;
  private final RandomGenerator random;
  private final KeyRuns<O> runs;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private final Thread pacer;
  private boolean hastened;
  private boolean stopping;
  private List<Supervised<O>> observing = List.of();
  private Progress progress = new Progress(0, List.of(), "", 0);

  /**
   * What was reached so far.
   *
   * @param last the moment of the last successful observation; none or one
   */
  private record Progress(long rounds, List<Moment> last, String error, int keys) {
    Progress failed(String why) {
      return new Progress(rounds, last, why, keys);
    }
  }

  /**
   * A loop, not yet started.
   *
   * @param name for threads, metrics and status
   * @param random the source of jitter
   */
  public ControlLoop(
      String name,
      LoopSettings settings,
      LoopSteps<O> steps,
      LoopListener listener,
      TimeSource time,
      RandomGenerator random) {
    this.name = name;
    this.settings = settings;
    this.steps = steps;
    this.listener = listener;
    this.time = time;
    this.random = random;
    this.runs = new KeyRuns<>(name, settings, steps, listener, time, random);
    this.pacer = Thread.ofVirtual().name(name + "-rounds").unstarted(this::run);
  }

  /** Starts the first round at once. */
  public void start() {
    pacer.start();
  }

  /** Something changed: the next round starts as soon as the minimum gap allows. */
  public void hasten() {
    lock.lock();
    try {
      hastened = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Where the loop stands. */
  public LoopStatus status() {
    Progress reached;
    lock.lock();
    try {
      reached = progress;
    } finally {
      lock.unlock();
    }
    Duration allowed = settings.period().multipliedBy(PERIODS_TO_MISS).plus(settings.deadline());
    Moment now = time.now();
    boolean healthy =
        reached.last().stream().anyMatch(last -> now.since(last).compareTo(allowed) <= 0);
    String lastRound = reached.last().stream().map(m -> m.wall().toString()).findAny().orElse("");
    return new LoopStatus(
        name,
        reached.rounds(),
        lastRound,
        reached.error(),
        reached.keys(),
        runs.running(),
        runs.failures(),
        healthy);
  }

  /**
   * Starts nothing more and lets what is at work finish for one deadline, then interrupts it. When
   * this returns nothing acts any more, unless a step ignores being interrupted.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    pacer.interrupt();
    try {
      if (pacer.getState() != Thread.State.NEW) {
        pacer.join(settings.deadline());
      }
      runs.stop();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Pacing pacing = Pacing.startingAt(time.now().monotonicNanos());
    try {
      while (awaitRound(pacing)) {
        pacing = round(pacing);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the next round is due; false when the loop is to stop. */
  private boolean awaitRound(Pacing pacing) throws InterruptedException {
    lock.lock();
    try {
      while (!stopping) {
        long left = pacing.nanosToWait(time.now().monotonicNanos(), hastened);
        if (left <= 0) {
          hastened = false;
          return true;
        }
        wake.awaitNanos(left);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private Pacing round(Pacing pacing) throws InterruptedException {
    Moment started = time.now();
    try {
      O observation = observe();
      List<Key> keys = steps.keys(observation);
      Moment observed = time.now();
      update(new Progress(progress.rounds() + 1, List.of(observed), "", keys.size()));
      listener.observed(observed.since(started));
      runs.offer(keys, observation);
      return pacing.succeeded(started.monotonicNanos(), settings);
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception why) {
      update(progress.failed(String.valueOf(why.getMessage())));
      listener.observeFailed(why);
      Duration delay = settings.retry().after(pacing.failures() + 1, random);
      return pacing.failed(time.now().monotonicNanos(), delay);
    }
  }

  private O observe() throws Exception {
    if (!observing.stream().allMatch(Supervised::hasEnded)) {
      throw new TimeoutException("the observation of an earlier round still hangs");
    }
    Supervised<O> work = Supervised.start(name + "-observe", steps::observe);
    observing = List.of(work);
    return work.within(settings.deadline());
  }

  private void update(Progress reached) {
    lock.lock();
    try {
      progress = reached;
    } finally {
      lock.unlock();
    }
  }
}
