package io.drover.journal;

/** The journal's database understood and refused; the same data will be refused again. */
public final class StoreRefusedException extends RuntimeException {

  /** Says what it objects to. */
  public StoreRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
