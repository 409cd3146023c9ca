package io.drover.testkit.swarm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs other programs to their end. */
final class Command {
  private Command() {}

  /**
   * Runs a program without input.
   *
   * @return its standard output, without surrounding white space
   * @throws IllegalStateException when it fails or is not done in time; with what it said
   */
  static String run(Duration longest, List<String> command) {
    try {
      Path out = Files.createTempFile("drover-command", ".out");
      Path err = Files.createTempFile("drover-command", ".err");
      try {
        return run(longest, command, out, err);
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command) + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + String.join(" ", command), e);
    }
  }

  /** Output goes to files: a pipe that nobody reads would stop a talkative program. */
  private static String run(Duration longest, List<String> command, Path out, Path err)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw failure(command, "did not end within " + longest.toSeconds() + " s", err);
    }
    if (process.exitValue() != 0) {
      throw failure(command, "ended with " + process.exitValue(), err);
    }
    return Files.readString(out).strip();
  }

  private static IllegalStateException failure(List<String> command, String how, Path err)
      throws IOException {
    return new IllegalStateException(
        String.join(" ", command) + " " + how + ": " + Files.readString(err).strip());
  }
}
