package io.drover.journal;

/** The journal's database can't be asked now; it may answer later. */
public final class StoreUnavailableException extends RuntimeException {

  /** Says what was met. */
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
