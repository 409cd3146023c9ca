package io.drover.archive;

import io.drover.archive.age.Age;
import io.drover.archive.zstd.ParallelZstdOutputStream;
import java.util.List;

/**
 * How an archive is written.
 *
 * @param recipients whom it is encrypted for ({@code age1…}); empty for no encryption
 * @param excludes names to leave out: {@code *.tmp} in every folder, {@code cache/**} from the root
 * @param bytesPerSecond of the archive at most; 0 for no bound
 * @param threads that compress
 */
public record ArchiveOptions(
    List<String> recipients, List<String> excludes, long bytesPerSecond, int threads) {
  public ArchiveOptions {
    recipients = List.copyOf(recipients);
    excludes = List.copyOf(excludes);
    recipients.forEach(ArchiveOptions::checkRecipient);
    excludes.forEach(Glob::of);
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException("rate: %d bytes a second".formatted(bytesPerSecond));
    }
    if (threads < 1 || threads > ParallelZstdOutputStream.MOST_THREADS) {
      throw new IllegalArgumentException(
          "threads: %d; expected 1 to %d"
              .formatted(threads, ParallelZstdOutputStream.MOST_THREADS));
    }
  }

  /** Not encrypted, everything, as fast as it goes, with a thread for each processor. */
  public static ArchiveOptions plain() {
    return new ArchiveOptions(List.of(), List.of(), 0, processors());
  }

  /** A thread for each processor, within bounds. */
  public static int processors() {
    return Math.clamp(
        Runtime.getRuntime().availableProcessors(), 1, ParallelZstdOutputStream.MOST_THREADS);
  }

  private static void checkRecipient(String recipient) {
    if (!Age.isRecipient(recipient)) {
      throw new IllegalArgumentException(
          "recipients: '%s' is no recipient of age (age1…)".formatted(recipient));
    }
  }
}
