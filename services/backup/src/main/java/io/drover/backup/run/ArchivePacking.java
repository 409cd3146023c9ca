package io.drover.backup.run;

import io.drover.archive.age.Age;
import io.drover.archive.zstd.ParallelZstdOutputStream;
import io.drover.archive.zstd.ZstdFrames;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Packs by zstd and age. */
public final class ArchivePacking implements Packing {
  private final List<String> recipients;
  private final Optional<Path> identities;

  /**
   * Packs for these.
   *
   * @param recipients of age; none where nothing is encrypted
   * @param identityFile with the identities to decrypt with, read anew each time
   * @throws IllegalArgumentException when a recipient is none
   */
  public ArchivePacking(List<String> recipients, Optional<Path> identityFile) {
    for (String recipient : recipients) {
      if (!Age.isRecipient(recipient)) {
        throw new IllegalArgumentException(
            "drover.backup.age.recipients: '%s', expected a recipient of age (age1…)"
                .formatted(recipient));
      }
    }
    this.recipients = List.copyOf(recipients);
    this.identities = identityFile;
  }

  @Override
  public List<String> recipients() {
    return recipients;
  }

  @Override
  public OutputStream pack(OutputStream to) throws IOException {
    return new ParallelZstdOutputStream(encrypts() ? Age.encrypting(to, recipients) : to, 1);
  }

  @Override
  public InputStream unpack(InputStream from, boolean encrypted) throws IOException {
    return new ZstdFrames(decrypt(from, encrypted));
  }

  @Override
  public InputStream decrypt(InputStream from, boolean encrypted) throws IOException {
    return encrypted ? new BufferedInputStream(Age.decrypting(from, keys())) : from;
  }

  private List<String> keys() throws IOException {
    if (identities.isEmpty()) {
      throw new IOException(
          "the backup is encrypted, and no drover.backup.age.identity-file is set");
    }
    try (var lines = Files.lines(identities.get())) {
      return lines.map(String::strip).filter(line -> line.startsWith("AGE-SECRET-KEY-")).toList();
    }
  }
}
