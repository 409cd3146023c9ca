package io.drover.engine;

import io.drover.core.decision.Outcome;

/** An engine could not be read from. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Outcome.Kind kind;

  /** A failure of a kind, with the engine's words in the message. */
  public EngineException(Outcome.Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What is to be done about it. */
  public Outcome.Kind kind() {
    return kind;
  }

  /** The outcome of a write that failed so. */
  public Outcome outcome() {
    return new Outcome.Failed(kind, getMessage());
  }
}
