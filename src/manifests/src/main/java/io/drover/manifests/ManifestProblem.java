package io.drover.manifests;

/**
 * One thing wrong with a manifest.
 *
 * @param file where it was read from
 * @param line its line there, from 1
 * @param message what is wrong, and what is expected
 */
public record ManifestProblem(String file, int line, String message) {

  /** One line as compilers write it, which editors can jump to. */
  @Override
  public String toString() {
    return file + ":" + line + ": " + message;
  }
}
