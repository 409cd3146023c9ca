package io.drover.archive;

/** One line of what is told while an archive is written or restored; see {@link RecordJson}. */
public sealed interface ArchiveRecord {

  /** An entry is done. */
  record OfEntry(Entry entry) implements ArchiveRecord {}

  /**
   * How far it has got.
   *
   * @param entries how many are done
   * @param bytes content of files so far, holes included
   * @param archiveBytes length of the archive so far
   */
  record Progress(long entries, long bytes, long archiveBytes) implements ArchiveRecord {}

  /**
   * Something isn't as it should be; the archive is whole nevertheless.
   *
   * @param path of the entry, empty where it is about none
   * @param what in words
   */
  record Warning(RawText path, String what) implements ArchiveRecord {}

  /**
   * The last one, of an archive that was written or restored to its end.
   *
   * @param entries how many
   * @param bytes content of files, holes included
   * @param archiveBytes length of the archive
   * @param archiveSha256 of the archive's bytes as they went through, lower-case hex
   * @param changed how many files changed while they were read
   * @param missed how many things could not be read or made; each has a warning
   */
  record End(
      long entries, long bytes, long archiveBytes, String archiveSha256, long changed, long missed)
      implements ArchiveRecord {}

  /** The last one, of what failed. */
  record Failed(String reason) implements ArchiveRecord {}
}
