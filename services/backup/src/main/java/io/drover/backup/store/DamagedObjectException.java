package io.drover.backup.store;

import java.io.IOException;

/** Stored bytes that are not those that were stored. */
public final class DamagedObjectException extends IOException {
  private static final long serialVersionUID = 1;

  /** {@code what} is damaged, and how. */
  public DamagedObjectException(String message) {
    super(message);
  }
}
