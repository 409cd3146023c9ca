package io.drover.runtime.loop;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work on a virtual thread of its own with a deadline. When the deadline passes it is interrupted;
 * the caller goes on, and can see whether the work really ended.
 */
final class Supervised<T> {
  private final FutureTask<T> task;
  private final Thread thread;

  private Supervised(FutureTask<T> task, Thread thread) {
    this.task = task;
    this.thread = thread;
  }

  static <T> Supervised<T> start(String name, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    return new Supervised<>(task, Thread.ofVirtual().name(name).start(task));
  }

  /**
   * The work's result. The thread outlives the task's outcome by a moment, which is waited for:
   * work that came back by itself has ended for whoever asks next.
   *
   * @throws Exception what the work threw, an {@link Error} wrapped, since one piece of work must
   *     not end the loop that supervises it; or {@link TimeoutException} after interrupting it
   */
  T within(Duration deadline) throws Exception {
    try {
      T result = task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      awaitEnd();
      return result;
    } catch (TimeoutException late) {
      task.cancel(true);
      throw new TimeoutException("took longer than " + deadline.toMillis() + " ms");
    } catch (InterruptedException stopped) {
      task.cancel(true);
      throw stopped;
    } catch (ExecutionException failed) {
      awaitEnd();
      switch (failed.getCause()) {
        case Exception cause -> throw cause;
        case Throwable error -> throw failed;
      }
    }
  }

  boolean hasEnded() {
    return !thread.isAlive();
  }

  /**
   * Waits until the work has really ended, which after an interrupt it may put off. An interrupt of
   * the waiting thread is put off too.
   */
  void awaitEnd() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
