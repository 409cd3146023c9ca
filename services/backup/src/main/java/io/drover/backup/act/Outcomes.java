package io.drover.backup.act;

import io.drover.core.decision.Outcome;
import java.io.IOException;

/** What steps came to, for whoever can't go on without them. */
public final class Outcomes {
  private Outcomes() {}

  /**
   * Requires that a step was done.
   *
   * @param what was to be done, for the message
   * @throws IOException when it wasn't, and why
   */
  public static void require(String what, Outcome outcome) throws IOException {
    if (!(outcome instanceof Outcome.Applied)) {
      throw new IOException(what + ": " + words(outcome));
    }
  }

  /** What an outcome says. */
  public static String words(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied(String note) -> note;
      case Outcome.Conflict(String message) -> "it changed meanwhile: " + message;
      case Outcome.Failed(var kind, String message) -> message;
    };
  }
}
