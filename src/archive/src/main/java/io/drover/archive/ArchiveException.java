package io.drover.archive;

import java.io.IOException;

/** What was read is no archive, or not one that can be restored as it says. */
public final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with it, and where. */
  public ArchiveException(String message) {
    super(message);
  }

  /** Says what is wrong with it, and where. */
  public ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
