package io.drover.archive;

import java.util.List;

/**
 * What came of holding an archive against its index.
 *
 * @param entries of the archive that were read
 * @param bytes content of files, holes included
 * @param archiveBytes length of the archive as it was read (decrypted)
 * @param archiveSha256 of these bytes
 * @param problems what isn't so, the first {@value ArchiveVerifier#MOST_TOLD}
 * @param problemCount how many there are
 */
public record Verification(
    long entries,
    long bytes,
    long archiveBytes,
    String archiveSha256,
    List<String> problems,
    long problemCount) {
  public Verification {
    problems = List.copyOf(problems);
  }

  /** Whether the archive holds what its index says, to the last byte. */
  public boolean isSound() {
    return problemCount == 0;
  }
}
