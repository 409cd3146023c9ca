package io.drover.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tokens that this service shows to others. */
public final class TokenFiles {
  private TokenFiles() {}

  /** Read anew each time since secrets get rotated; empty text without one: then others refuse. */
  public static String read(Optional<String> file) {
    try {
      return file.isEmpty() ? "" : Files.readString(Path.of(file.get())).strip();
    } catch (IOException unreadable) {
      return "";
    }
  }
}
