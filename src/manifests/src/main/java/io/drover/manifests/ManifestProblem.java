package io.drover.manifests;

import io.drover.core.model.MalformedValueException;

/**
 * One thing wrong with a manifest.
 *
 * @param file where it was read from
 * @param line its line there, from 1
 * @param message what is wrong, and what is expected; may quote what was written, so what a
 *     terminal would take for orders is escaped
 */
public record ManifestProblem(String file, int line, String message) {
  private static final int LONGEST = 1_000;

  public ManifestProblem {
    message = MalformedValueException.visible(message, LONGEST);
  }

  /** One line as compilers write it, which editors can jump to. */
  @Override
  public String toString() {
    return file + ":" + line + ": " + message;
  }
}
