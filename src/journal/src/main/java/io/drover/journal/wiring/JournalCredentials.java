package io.drover.journal.wiring;

import io.drover.journal.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who connects to the journal's database. */
@Singleton
public final class JournalCredentials {
  private final JournalConfig config;

  /** Those of this configuration. */
  public JournalCredentials(JournalConfig config) {
    this.config = config;
  }

  /** The user's name. */
  String user() {
    return config.user();
  }

  /**
   * The password as the file has it now; blocks for reading it.
   *
   * @return empty text when no file is configured
   * @throws StoreUnavailableException when the file can't be read
   */
  String password() {
    return config.passwordFile().map(JournalCredentials::read).orElse("");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new StoreUnavailableException(
          "the file with the database's password can't be read: " + file, unreadable);
    }
  }
}
