package io.drover.archive;

import io.drover.archive.ArchiveRecord.End;
import io.drover.archive.files.FileFacts;
import io.drover.archive.files.RawPaths;
import io.drover.archive.files.SystemCalls;
import io.drover.archive.tar.TarReader;
import io.drover.archive.zstd.ZstdFrames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Restores an archive below a folder. Nothing is ever written outside of it: names can't lead out,
 * and what a member lies in must be a folder, never a symbolic link that the archive planted. A
 * folder gets its attributes when all that is in it is there.
 */
public final class VolumeExtractor {
  private static final long TELL_EVERY = TimeUnit.SECONDS.toNanos(1);

  private final Path root;
  private final Consumer<ArchiveRecord> records;
  private final Attributes attributes;
  private final SystemCalls calls;
  private final Deque<Entry> folders = new ArrayDeque<>();
  private EntryName verified = EntryName.ROOT;
  private long entries;
  private long bytes;
  private long missed;
  private long told = System.nanoTime();

  private VolumeExtractor(SystemCalls calls, Path root, Consumer<ArchiveRecord> records) {
    this.calls = calls;
    this.root = root.toAbsolutePath();
    this.records = records;
    this.attributes = new Attributes(calls, this::miss);
  }

  /**
   * Restores an archive.
   *
   * @param in tar compressed by zstd, not encrypted; is read to its end, not closed
   * @param root an empty folder; what else is there stays, files of the same names are replaced
   * @param records hears of every entry as it is done, with the digest of what was written, of
   *     warnings and of progress each second; not of the end
   * @return the end
   * @throws ArchiveException when the archive is damaged or not to be trusted; what came before
   *     that place was restored
   * @throws IOException when the folder can't be written to
   */
  public static End extract(InputStream in, Path root, Consumer<ArchiveRecord> records)
      throws IOException {
    return extract(SystemCalls.best(), in, root, records);
  }

  static End extract(SystemCalls calls, InputStream in, Path root, Consumer<ArchiveRecord> records)
      throws IOException {
    return new VolumeExtractor(calls, root, records).extract(in);
  }

  private End extract(InputStream in) throws IOException {
    if (!calls.lacks().isEmpty()) {
      records.accept(new ArchiveRecord.Warning(RawText.EMPTY, calls.lacks()));
    }
    MeteredInput metered = new MeteredInput(in);
    TarReader tar = new TarReader(new ZstdFrames(metered));
    Optional<Entry> next;
    while ((next = tar.next()).isPresent()) {
      Entry entry = next.get();
      leaveFoldersBefore(entry.path());
      Entry done = restore(entry, tar);
      entries++;
      records.accept(new ArchiveRecord.OfEntry(done));
      tell(metered);
    }
    while (!folders.isEmpty()) {
      finish(folders.pop());
    }
    metered.drain();
    return new End(entries, bytes, metered.count(), metered.sha256(), 0, missed);
  }

  private void miss(EntryName name, String what) {
    missed++;
    records.accept(new ArchiveRecord.Warning(name.raw(), what));
  }

  private void tell(MeteredInput metered) {
    long now = System.nanoTime();
    if (now - told >= TELL_EVERY) {
      told = now;
      records.accept(new ArchiveRecord.Progress(entries, bytes, metered.count()));
    }
  }

  private void leaveFoldersBefore(EntryName next) throws IOException {
    while (!folders.isEmpty() && !next.isBelow(folders.peek().path())) {
      finish(folders.pop());
    }
  }

  private void finish(Entry folder) throws IOException {
    attributes.set(RawPaths.resolve(root, folder.path()), folder);
  }

  private Entry restore(Entry entry, TarReader tar) throws IOException {
    Path path = RawPaths.resolve(root, entry.path());
    if (entry.path().isRoot() && entry.type() != EntryType.DIRECTORY) {
      throw new ArchiveException("the volume's root is no folder in the archive");
    }
    makeFolder(entry.path().parent());
    if (entry.type() == EntryType.DIRECTORY) {
      if (!entry.path().isRoot() && !isFolder(path)) {
        Files.deleteIfExists(path);
        Files.createDirectory(path, Attributes.PRIVATE_FOLDER);
      }
      folders.push(entry);
      return entry;
    }
    if (isFolder(path)) {
      throw new ArchiveException(
          entry.path() + ": is a folder already, can't become anything else");
    }
    Files.deleteIfExists(path);
    return switch (entry.type()) {
      case FILE -> restoreFile(entry, path, tar);
      case HARDLINK -> restoreLink(entry, path);
      case SYMLINK -> {
        calls.makeSymlink(path, entry.link());
        attributes.set(path, entry);
        yield entry;
      }
      default -> restoreNode(entry, path);
    };
  }

  private Entry restoreFile(Entry entry, Path path, TarReader tar) throws IOException {
    try (FileSink sink = new FileSink(path, calls)) {
      tar.content(sink);
      bytes += entry.size();
      Entry done = entry.read(sink.finish(), false);
      attributes.set(path, done);
      return done;
    }
  }

  private Entry restoreLink(Entry entry, Path path) throws IOException {
    EntryName target = EntryName.parse(entry.link().bytes());
    requireFolders(target.parent());
    Path existing = RawPaths.resolve(root, target);
    if (!Files.exists(existing, java.nio.file.LinkOption.NOFOLLOW_LINKS) || isFolder(existing)) {
      throw new ArchiveException(
          "%s: a link to %s, which isn't in the archive before it".formatted(entry.path(), target));
    }
    Files.createLink(path, existing);
    return entry;
  }

  private Entry restoreNode(Entry entry, Path path) throws IOException {
    int kind =
        switch (entry.type()) {
          case FIFO -> FileFacts.FIFO;
          case SOCKET -> FileFacts.SOCKET;
          case CHARACTER_DEVICE -> FileFacts.CHARACTER_DEVICE;
          default -> FileFacts.BLOCK_DEVICE;
        };
    try {
      calls.makeNode(path, kind, entry.device().major(), entry.device().minor());
    } catch (IOException refused) {
      miss(
          entry.path(),
          "the %s can't be made: %s".formatted(entry.type().word(), refused.getMessage()));
      return entry;
    }
    attributes.set(path, entry);
    return entry;
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS);
  }

  /** Makes the folders on the way that are missing. */
  private void makeFolder(EntryName folder) throws IOException {
    if (folder.equals(verified)) {
      return;
    }
    // Folders are never replaced by anything else, so that one that was looked at stays one.
    Deque<EntryName> way = new ArrayDeque<>();
    for (EntryName at = folder; !at.isRoot() && !at.equals(verified); at = at.parent()) {
      way.push(at);
    }
    for (EntryName at : way) {
      Path path = RawPaths.resolve(root, at);
      if (!Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(path, Attributes.PUBLIC_FOLDER);
      }
      requireFolder(at, path);
    }
    verified = folder;
  }

  private void requireFolders(EntryName folder) throws IOException {
    for (EntryName at = folder; !at.isRoot(); at = at.parent()) {
      requireFolder(at, RawPaths.resolve(root, at));
    }
  }

  private static void requireFolder(EntryName name, Path path) throws ArchiveException {
    if (!isFolder(path)) {
      throw new ArchiveException(
          "the archive is refused: something lies below %s, which is no folder".formatted(name));
    }
  }
}
