package io.drover.backup.store;

import java.io.IOException;

/** A backup, or a part of one, that isn't in the store. */
public final class NoSuchBackupException extends IOException {
  private static final long serialVersionUID = 1;

  /** {@code what} isn't there. */
  public NoSuchBackupException(String what) {
    super("there is no " + what);
  }
}
