package io.drover.backup.act;

import java.io.IOException;

/** An agent did not do what it was asked to; the message says which, and in whose words. */
public final class AgentException extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;

  AgentException(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** The HTTP status that it answered with; 0 when it did not answer. */
  public int status() {
    return status;
  }
}
