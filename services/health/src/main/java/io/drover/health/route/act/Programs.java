package io.drover.health.route.act;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs other programs to their end. */
final class Programs {
  private static final int MOST_SAID = 2_000;

  private Programs() {}

  /**
   * How a program ended.
   *
   * @param well whether it ended by itself in time, with status 0
   * @param said what it printed, errors included; or why it could not be run
   */
  record Ended(boolean well, String said) {}

  /** Runs a program without input; never throws but for an interrupt's sake. */
  static Ended run(List<String> command, Duration timeout) {
    try {
      // A file: a pipe that nobody reads would stop a talkative program.
      Path output = Files.createTempFile("drover-health", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          return new Ended(
              false, "%s did not end within %d ms".formatted(command, timeout.toMillis()));
        }
        String said = Files.readString(output).strip();
        return new Ended(
            process.exitValue() == 0,
            said.length() > MOST_SAID ? said.substring(0, MOST_SAID) + "..." : said);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException broken) {
      return new Ended(false, command + " can't be run: " + broken.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Ended(false, "interrupted during " + command);
    }
  }
}
