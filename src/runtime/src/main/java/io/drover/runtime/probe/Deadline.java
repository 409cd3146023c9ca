package io.drover.runtime.probe;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A moment by which an exchange has to be over, however its bytes trickle in.
 *
 * @param nanos by {@link System#nanoTime}
 */
public record Deadline(long nanos) {

  /** The one that is so far away. */
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /**
   * What is left, for a socket's own timeout; at least a millisecond, since 0 means for ever there.
   *
   * @throws SocketTimeoutException when nothing is
   */
  public int millisLeft() throws SocketTimeoutException {
    long left = Duration.ofNanos(nanos - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException("the time is over");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }
}
