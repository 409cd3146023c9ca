package io.drover.archive;

import io.drover.archive.ArchiveRecord.End;
import io.drover.archive.age.Age;
import io.drover.archive.files.FileFacts;
import io.drover.archive.files.RawPaths;
import io.drover.archive.files.SystemCalls;
import io.drover.archive.tar.TarWriter;
import io.drover.archive.zstd.ParallelZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Writes a volume's archive: a tar of everything below a folder, that folder itself first, each
 * folder before what is in it. Memory is bounded whatever the volume's size.
 */
public final class VolumeArchiver {
  /** Files with several names that are remembered at once; beyond, each name becomes a file. */
  static final int MOST_LINKED = 100_000;

  private static final long TELL_EVERY = TimeUnit.SECONDS.toNanos(1);

  private final SystemCalls calls;
  private final Path root;
  private final ArchiveOptions options;
  private final List<Glob> excludes;
  private final Consumer<ArchiveRecord> records;
  private final FileContent content;
  private final Map<FileId, Linked> linked = new HashMap<>();
  private MeteredOutput metered;
  private TarWriter tar;
  private long entries;
  private long bytes;
  private long changed;
  private long missed;
  private long told = System.nanoTime();

  private record FileId(long fileSystem, long inode) {}

  private record Linked(EntryName first, int left) {}

  private VolumeArchiver(
      SystemCalls calls, Path root, ArchiveOptions options, Consumer<ArchiveRecord> records) {
    this.calls = calls;
    this.root = root.toAbsolutePath();
    this.options = options;
    this.excludes = options.excludes().stream().map(Glob::of).toList();
    this.records = records;
    this.content = new FileContent(calls);
  }

  /**
   * Writes an archive.
   *
   * @param root the folder
   * @param out where to; is flushed, but not closed
   * @param records hears of every entry as it is done, of warnings and of progress each second; not
   *     of the end
   * @return the end
   * @throws IOException when the folder can't be read or the stream not be written to; then the
   *     archive is cut off
   */
  public static End write(
      Path root, OutputStream out, ArchiveOptions options, Consumer<ArchiveRecord> records)
      throws IOException {
    return write(SystemCalls.best(), root, out, options, records);
  }

  static End write(
      SystemCalls calls,
      Path root,
      OutputStream out,
      ArchiveOptions options,
      Consumer<ArchiveRecord> records)
      throws IOException {
    return new VolumeArchiver(calls, root, options, records).write(out);
  }

  private End write(OutputStream out) throws IOException {
    if (!calls.lacks().isEmpty()) {
      records.accept(new ArchiveRecord.Warning(RawText.EMPTY, calls.lacks()));
    }
    metered = new MeteredOutput(out, options.bytesPerSecond());
    OutputStream sealed =
        options.recipients().isEmpty() ? metered : Age.encrypting(metered, options.recipients());
    ParallelZstdOutputStream compressed = new ParallelZstdOutputStream(sealed, options.threads());
    try {
      tar = new TarWriter(compressed);
      walk();
      tar.finish();
      compressed.close();
    } finally {
      compressed.abandon();
    }
    return new End(entries, bytes, metered.count(), metered.sha256(), changed, missed);
  }

  private void walk() throws IOException {
    Deque<Folder> folders = new ArrayDeque<>();
    try {
      save(EntryName.ROOT, folders);
      while (!folders.isEmpty()) {
        Folder folder = folders.peek();
        if (folder.hasNext()) {
          EntryName name = folder.next();
          if (!Glob.anyMatches(excludes, name)) {
            saveIfThere(name, folders);
          }
        } else {
          folders.pop().close();
        }
      }
    } finally {
      for (Folder folder : folders) {
        folder.close();
      }
    }
  }

  /** What can't be read is told and left out; that the stream broke is another thing. */
  private void saveIfThere(EntryName name, Deque<Folder> folders) throws IOException {
    try {
      save(name, folders);
    } catch (NoSuchFileException | NotDirectoryException vanished) {
      warn(name, "vanished while the volume was read; left out");
    } catch (java.nio.file.FileSystemException unreadable) {
      missed++;
      warn(name, "can't be read, left out: " + reason(unreadable));
    }
  }

  private static String reason(java.nio.file.FileSystemException unreadable) {
    return unreadable.getReason() == null
        ? unreadable.getClass().getSimpleName()
        : unreadable.getReason();
  }

  private void warn(EntryName name, String what) {
    records.accept(new ArchiveRecord.Warning(name.raw(), what));
  }

  private void save(EntryName name, Deque<Folder> folders) throws IOException {
    Path path = RawPaths.resolve(root, name);
    FileFacts facts = FileFacts.of(path);
    if (facts.type() != EntryType.DIRECTORY && facts.links() > 1 && saveLink(name, path, facts)) {
      return;
    }
    switch (facts.type()) {
      case FILE ->
          done(content.write(path, facts, now -> entry(name, path, now), tar, this::passed));
      case DIRECTORY -> {
        Entry entry = entry(name, path, facts);
        Folder folder = new Folder(path, name);
        folders.push(folder);
        done(member(entry));
      }
      default -> done(member(entry(name, path, facts)));
    }
    if (facts.type() != EntryType.DIRECTORY && facts.links() > 1) {
      remember(name, facts);
    }
  }

  private Entry member(Entry entry) throws IOException {
    tar.member(entry);
    return entry;
  }

  /** Saves another name of a file that is in the archive already. */
  private boolean saveLink(EntryName name, Path path, FileFacts facts) throws IOException {
    FileId id = new FileId(facts.fileSystem(), facts.inode());
    Linked known = linked.get(id);
    if (known == null) {
      return false;
    }
    if (known.left() == 1) {
      linked.remove(id);
    } else {
      linked.put(id, new Linked(known.first(), known.left() - 1));
    }
    Entry same = entry(name, path, facts);
    done(
        member(
            new Entry(
                name,
                EntryType.HARDLINK,
                0,
                same.mode(),
                same.uid(),
                same.gid(),
                same.mtime(),
                "",
                known.first().raw(),
                Entry.Device.NONE,
                new java.util.TreeMap<>(),
                false)));
    return true;
  }

  private void remember(EntryName name, FileFacts facts) {
    if (linked.size() < MOST_LINKED) {
      linked.put(
          new FileId(facts.fileSystem(), facts.inode()), new Linked(name, facts.links() - 1));
    } else {
      warn(name, "one of too many files with several names; each name becomes a file of its own");
    }
  }

  private Entry entry(EntryName name, Path path, FileFacts facts) throws IOException {
    return new Entry(
        name,
        facts.type(),
        facts.type() == EntryType.FILE ? facts.size() : 0,
        facts.mode(),
        facts.uid(),
        facts.gid(),
        facts.mtime(),
        "",
        facts.type() == EntryType.SYMLINK
            ? RawPaths.target(Files.readSymbolicLink(path))
            : RawText.EMPTY,
        facts.device(),
        calls.xattrs(path),
        false);
  }

  private void done(Entry entry) {
    entries++;
    changed += entry.changed() ? 1 : 0;
    records.accept(new ArchiveRecord.OfEntry(entry));
    passed(0);
  }

  private void passed(long more) {
    bytes += more;
    long now = System.nanoTime();
    if (now - told >= TELL_EVERY) {
      told = now;
      records.accept(new ArchiveRecord.Progress(entries, bytes, metered.count()));
    }
  }
}
