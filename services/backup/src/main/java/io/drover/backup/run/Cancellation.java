package io.drover.backup.run;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Whether a run may go on: nobody cancelled it, and the lease is still the one it began under. */
final class Cancellation {
  private final BooleanSupplier sameLease;
  private volatile boolean cancelled;
  private volatile AutoCloseable current = () -> {};

  Cancellation(BooleanSupplier sameLease) {
    this.sameLease = sameLease;
  }

  /** It was cancelled. */
  static final class CancelledException extends IOException {
    private static final long serialVersionUID = 1L;

    CancelledException() {
      super("cancelled");
    }
  }

  /** Ends what it waits for. */
  void cancel() {
    cancelled = true;
    try {
      current.close();
    } catch (Exception alreadyOver) {
      // What it waited for has ended by itself.
      cancelled = true;
    }
  }

  /** What is closed when it is cancelled from now on. */
  void guard(AutoCloseable what) {
    current = what;
  }

  boolean goesOn() {
    return !cancelled && sameLease.getAsBoolean();
  }

  /** Fails when it must not go on. */
  void check() throws IOException {
    if (cancelled) {
      throw new CancelledException();
    }
    if (!sameLease.getAsBoolean()) {
      throw new IOException("the lease was lost meanwhile: another instance goes on from here");
    }
  }
}
