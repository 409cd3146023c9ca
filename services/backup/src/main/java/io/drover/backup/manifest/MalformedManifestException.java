package io.drover.backup.manifest;

import java.io.IOException;

/** A manifest that can't be read; the message names the place and what is wrong there. */
public final class MalformedManifestException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedManifestException(String message, Throwable cause) {
    super(message, cause);
  }
}
