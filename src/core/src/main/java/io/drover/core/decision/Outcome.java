package io.drover.core.decision;

/** How an attempt at an action ended. */
public sealed interface Outcome {

  /**
   * Done.
   *
   * @param note the engine's warning, or empty text
   */
  record Applied(String note) implements Outcome {}

  /**
   * The object had changed since it was observed: observe and decide again.
   *
   * @param message the engine's message
   */
  record Conflict(String message) implements Outcome {}

  /**
   * Not done.
   *
   * @param kind what kind of failure
   * @param message what happened, in the engine's words where it spoke
   */
  record Failed(Kind kind, String message) implements Outcome {}

  /** Kinds of failure, by what is to be done about them. */
  enum Kind {
    /** The object is gone. */
    NOT_FOUND,
    /** The engine did not answer, or has no quorum; it may later. */
    UNAVAILABLE,
    /** The engine understood and refused; the same request will be refused again. */
    REJECTED
  }

  /** A short word for metrics and tables. */
  default String code() {
    return switch (this) {
      case Applied applied -> "applied";
      case Conflict conflict -> "conflict";
      case Failed failed -> failed.kind().name().toLowerCase(java.util.Locale.ROOT);
    };
  }
}
