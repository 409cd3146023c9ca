package io.drover.journal.wiring;

import io.quarkus.credentials.CredentialsProvider;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/**
 * User and password of the journal's database. The file is read for each connection, so that a
 * rotated password needs no restart.
 */
@Singleton
@Named("drover-journal")
public final class JournalCredentials implements CredentialsProvider {
  private final JournalConfig config;

  /** Those of this configuration. */
  public JournalCredentials(JournalConfig config) {
    this.config = config;
  }

  @Override
  public Map<String, String> getCredentials(String name) {
    return Map.of(
        USER_PROPERTY_NAME, config.user(),
        PASSWORD_PROPERTY_NAME, config.passwordFile().map(JournalCredentials::read).orElse(""));
  }

  @Override
  public Uni<Map<String, String>> getCredentialsAsync(String name) {
    return Uni.createFrom()
        .item(() -> getCredentials(name))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  private static String read(java.nio.file.Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the journal's password can't be read: " + file, unreadable);
    }
  }
}
