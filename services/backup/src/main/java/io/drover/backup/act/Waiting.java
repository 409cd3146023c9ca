package io.drover.backup.act;

import io.drover.runtime.time.Moment;
import io.drover.runtime.time.TimeSource;
import java.time.Duration;
import java.util.Optional;

/** Looks again and again until something has come about, or the time for it is over. */
public final class Waiting {
  private final TimeSource time;
  private final Pause pause;

  /** How the time between two looks is spent. */
  @FunctionalInterface
  public interface Pause {
    /** Returns after so long. */
    void take(Duration length) throws InterruptedException;
  }

  /**
   * A look at what is waited for.
   *
   * @param <T> what is found
   * @param <E> what may be wrong with looking, which ends the wait
   */
  @FunctionalInterface
  public interface Look<T, E extends Exception> {
    /** What was found, if it is there yet. */
    Optional<T> look() throws E;
  }

  /**
   * Waits in this way.
   *
   * @param time by whose monotonic clock it is waited
   */
  public Waiting(TimeSource time, Pause pause) {
    this.time = time;
    this.pause = pause;
  }

  /** Waits asleep. */
  public static Waiting asleep(TimeSource time) {
    return new Waiting(time, Thread::sleep);
  }

  /**
   * Looks at once, then once every {@code poll}, and a last time when the limit is reached.
   *
   * @return what was found; nothing when it had not come about by then
   */
  public <T, E extends Exception> Optional<T> until(Duration limit, Duration poll, Look<T, E> look)
      throws E, InterruptedException {
    Moment begun = time.now();
    while (true) {
      // Read before the look: what takes long must not cost the last one.
      Duration left = limit.minus(time.now().since(begun));
      Optional<T> found = look.look();
      if (found.isPresent() || !left.isPositive()) {
        return found;
      }
      pause.take(left.compareTo(poll) < 0 ? left : poll);
    }
  }
}
