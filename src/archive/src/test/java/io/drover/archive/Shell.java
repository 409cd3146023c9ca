package io.drover.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The distribution's programs, as peers. */
final class Shell {
  private static final Path ODD_FILES =
      Path.of(System.getProperty("drover.root", "../.."), "scripts/lib/odd-files");

  private Shell() {}

  /** Runs a script of bash; its output. */
  static String run(String script, Object... arguments) {
    List<String> command = new ArrayList<>(List.of("bash", "-euo", "pipefail", "-c", script, "sh"));
    for (Object one : arguments) {
      command.add(one.toString());
    }
    try {
      Path output = Files.createTempFile("shell", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int status = process.waitFor();
        String said = Files.readString(output, StandardCharsets.ISO_8859_1);
        assertThat(status).as("%s: %s", script, said).isZero();
        return said;
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Makes files of every odd kind. */
  static Path oddFiles(Path folder) throws IOException {
    Files.createDirectories(folder);
    run("\"$1\" make \"$2\"", ODD_FILES, folder);
    return folder;
  }

  /** What is in a folder, in lines to compare. */
  static List<String> list(Path folder) {
    return run("\"$1\" list \"$2\"", ODD_FILES, folder).lines().toList();
  }

  /** The same with sockets as fifos. */
  static List<String> listWithoutSockets(Path folder) {
    return run("\"$1\" list \"$2\" no-sockets", ODD_FILES, folder).lines().toList();
  }
}
