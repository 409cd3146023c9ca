package io.drover.testkit.architecture.decide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Breaks a rule on purpose. */
public final class ReadsFiles {
  private ReadsFiles() {}

  /** A text that a decision must be given. */
  public static String read() throws IOException {
    return Files.readString(Path.of("policy"));
  }
}
