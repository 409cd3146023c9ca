package io.drover.journal;

/** A JSON text is not a decision, or one in a format that is newer than this program. */
public final class MalformedDecisionException extends IllegalArgumentException {

  /** Says what is wrong with it. */
  public MalformedDecisionException(String message) {
    super(message);
  }
}
