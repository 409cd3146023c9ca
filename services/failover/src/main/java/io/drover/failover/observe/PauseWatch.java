package io.drover.failover.observe;

import io.drover.runtime.pause.PauseState;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Reads the pause beside a look at entry points. While managers elect a leader, which may be
 * because the node that died led them, an engine answers 20 seconds late; whoever waited for that
 * would look at nothing meanwhile, and begin all rows of probes anew. Not for several threads at
 * once.
 */
public final class PauseWatch {
  private final Function<Instant, PauseState> pause;
  private CompletableFuture<PauseState> asked;
  private long since;

  /** Reads it by this, which may block. */
  public PauseWatch(Function<Instant, PauseState> pause) {
    this.pause = pause;
  }

  /** Begins to read, unless an answer that nobody took yet is there or on its way. */
  public void ask(Instant now) {
    if (asked == null) {
      since = System.nanoTime();
      asked =
          CompletableFuture.supplyAsync(
              () -> pause.apply(now), reading -> Thread.ofVirtual().name("pause").start(reading));
    }
  }

  /**
   * What it is; after {@link #ask}.
   *
   * @param patience how long the answer may take, from when it was asked for; later it is not
   *     known, which holds changes back
   */
  public PauseState answer(Duration patience) {
    try {
      long left = patience.toNanos() - (System.nanoTime() - since);
      PauseState answer = asked.get(Math.max(0, left), TimeUnit.NANOSECONDS);
      asked = null;
      return answer;
    } catch (TimeoutException late) {
      return new PauseState.Unreadable(
          "the pause could not be read within %d ms".formatted(patience.toMillis()));
    } catch (ExecutionException broken) {
      asked = null;
      return new PauseState.Unreadable("the pause can't be read: " + broken.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new PauseState.Unreadable("the pause was not waited for");
    }
  }

  /** Takes no answer any more to what was asked so far: it would be too old. */
  public void forget() {
    asked = null;
  }
}
