package io.drover.archive.tar;

import io.drover.archive.ArchiveException;
import io.drover.archive.Entry;
import io.drover.archive.EntryName;
import io.drover.archive.EntryType;
import io.drover.archive.RawText;
import io.drover.archive.files.Extent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads members of a tar: those that {@link TarWriter} makes, and what GNU tar and others write in
 * POSIX format. Everything in it is taken for hostile: names that lead out are refused, headers are
 * bounded, and what isn't understood is an error rather than left out.
 */
public final class TarReader {
  private static final int CHUNK = 64 * 1024;

  private final InputStream in;
  private final byte[] block = new byte[TarHeader.BLOCK];
  private final byte[] chunk = new byte[CHUNK];
  private SparseMap map = SparseMap.dense(0);
  private long left;
  private int padding;

  /** Where content goes. */
  public interface Content {
    /** The next bytes. */
    void data(byte[] bytes, int offset, int length) throws IOException;

    /** The next bytes are a hole, so many of them. */
    void hole(long length) throws IOException;
  }

  /** Reads from this stream; doesn't close it. */
  public TarReader(InputStream in) {
    this.in = in;
  }

  /**
   * The next member, without digest; what is left of the one before is passed over. After the last
   * one the stream is read to its end, where nothing may come any more.
   *
   * @throws ArchiveException when there is no whole archive of a kind that is understood
   */
  public Optional<Entry> next() throws IOException {
    skipRest();
    Map<String, RawText> records = new HashMap<>();
    RawText longName = RawText.EMPTY;
    RawText longLink = RawText.EMPTY;
    while (true) {
      TarHeader header = header();
      if (header.isZero()) {
        requireEnd();
        return Optional.empty();
      }
      header.check();
      switch (header.type()) {
        case 'x' -> records.putAll(Pax.read(extension(header)));
        case 'g' -> requireComment(Pax.read(extension(header)));
        case 'L' -> longName = withoutNul(extension(header));
        case 'K' -> longLink = withoutNul(extension(header));
        default -> {
          return Optional.of(member(header, records, longName, longLink));
        }
      }
    }
  }

  /** The content of the file that was read last. */
  public void content(Content sink) throws IOException {
    long at = 0;
    for (Extent extent : map.extents()) {
      if (extent.offset() > at) {
        sink.hole(extent.offset() - at);
      }
      long wanted = extent.length();
      while (wanted > 0) {
        int got = take((int) Math.min(chunk.length, wanted));
        sink.data(chunk, 0, got);
        wanted -= got;
      }
      at = extent.end();
    }
    if (map.size() > at) {
      sink.hole(map.size() - at);
    }
  }

  private int take(int most) throws IOException {
    int got = in.read(chunk, 0, (int) Math.min(most, left));
    if (got <= 0) {
      throw endsTooEarly(null);
    }
    left -= got;
    return got;
  }

  private void skipRest() throws IOException {
    while (left > 0) {
      take(chunk.length);
    }
    if (padding > 0) {
      readFully(block, padding);
      padding = 0;
    }
  }

  private TarHeader header() throws IOException {
    readFully(block, block.length);
    return new TarHeader(block.clone());
  }

  private void readFully(byte[] into, int length) throws IOException {
    try {
      if (in.readNBytes(into, 0, length) < length) {
        throw endsTooEarly(null);
      }
    } catch (EOFException early) {
      throw endsTooEarly(early);
    }
  }

  private static ArchiveException endsTooEarly(Exception cause) {
    return new ArchiveException("the archive ends too early", cause);
  }

  private void requireEnd() throws IOException {
    int got;
    while ((got = in.read(chunk)) >= 0) {
      for (int i = 0; i < got; i++) {
        if (chunk[i] != 0) {
          throw new ArchiveException("something comes after the archive's end");
        }
      }
    }
  }

  private byte[] extension(TarHeader header) throws IOException {
    long size = header.size();
    if (size > Pax.LONGEST) {
      throw new ArchiveException(
          "an extended header of %d bytes; at most %d are taken".formatted(size, Pax.LONGEST));
    }
    byte[] content = new byte[(int) size];
    readFully(content, content.length);
    readFully(block, padding(size));
    return content;
  }

  /** Records for all members that follow: nobody but pax itself writes more than a comment. */
  private static void requireComment(Map<String, RawText> records) throws ArchiveException {
    for (String key : records.keySet()) {
      if (!key.equals("comment")) {
        throw new ArchiveException("a global header with a record that isn't understood: " + key);
      }
    }
  }

  private static RawText withoutNul(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return RawText.of(java.util.Arrays.copyOf(text, end));
  }

  private static int padding(long size) {
    return (int) (-size & TarHeader.BLOCK - 1);
  }

  private Entry member(
      TarHeader header, Map<String, RawText> records, RawText longName, RawText longLink)
      throws IOException {
    RawText written = longName.isEmpty() ? RawText.of(header.name()) : longName;
    RawText path = records.getOrDefault(Pax.SPARSE_NAME, records.getOrDefault(Pax.PATH, written));
    EntryName name = name(path);
    EntryType type = type(header.type(), path, records);
    boolean isFile = type == EntryType.FILE;
    long size =
        records.containsKey(Pax.SIZE) ? Pax.number(Pax.SIZE, records.get(Pax.SIZE)) : header.size();
    // POSIX lets a hard link have content, but nobody writes it; of the others the size says
    // nothing.
    left = isFile || type == EntryType.HARDLINK ? size : 0;
    padding = padding(left);
    map = isFile ? map(records, size) : SparseMap.dense(0);
    RawText link = longLink.isEmpty() ? RawText.of(header.link()) : longLink;
    try {
      return new Entry(
          name,
          type,
          map.size(),
          header.mode(),
          number(records, Pax.UID, header.uid()),
          number(records, Pax.GID, header.gid()),
          records.containsKey(Pax.MTIME)
              ? Pax.time(records.get(Pax.MTIME))
              : Instant.ofEpochSecond(header.mtime()),
          "",
          link(name, type, records.getOrDefault(Pax.LINK, link)),
          device(header, type),
          xattrs(records),
          false);
    } catch (IllegalArgumentException | DateTimeException wrong) {
      throw new ArchiveException("%s: %s".formatted(name, wrong.getMessage()), wrong);
    }
  }

  private static EntryName name(RawText path) throws ArchiveException {
    try {
      return EntryName.parse(path.bytes());
    } catch (IllegalArgumentException wrong) {
      throw new ArchiveException("the archive is refused: " + wrong.getMessage(), wrong);
    }
  }

  private static EntryType type(char type, RawText path, Map<String, RawText> records)
      throws ArchiveException {
    boolean folder = path.length() > 0 && path.at(path.length() - 1) == '/';
    return switch (type) {
      case '0', '7' -> EntryType.FILE;
      case 0 -> folder ? EntryType.DIRECTORY : EntryType.FILE;
      case '1' -> EntryType.HARDLINK;
      case '2' -> EntryType.SYMLINK;
      case '3' -> EntryType.CHARACTER_DEVICE;
      case '4' -> EntryType.BLOCK_DEVICE;
      case '5' -> EntryType.DIRECTORY;
      case '6' ->
          RawText.of("socket").equals(records.get(Pax.TYPE)) ? EntryType.SOCKET : EntryType.FIFO;
      case 'S' ->
          throw new ArchiveException(
              path + ": a sparse file in GNU tar's old format; make the archive with --format=pax");
      default ->
          throw new ArchiveException(
              "%s: a member of the unknown kind %d".formatted(path, (int) type));
    };
  }

  private SparseMap map(Map<String, RawText> records, long size) throws IOException {
    if (records.keySet().stream().noneMatch(key -> key.startsWith("GNU.sparse."))) {
      return SparseMap.dense(size);
    }
    if (!RawText.of("1").equals(records.get(Pax.SPARSE_MAJOR))
        || !RawText.of("0").equals(records.get(Pax.SPARSE_MINOR))
        || !records.containsKey(Pax.SPARSE_SIZE)) {
      throw new ArchiveException("a sparse file of another format than PAX 1.0");
    }
    SparseMap sparse =
        SparseMap.read(
            () -> {
              if (left < block.length) {
                throw new ArchiveException("a sparse file whose map doesn't end");
              }
              readFully(block, block.length);
              left -= block.length;
              return block.clone();
            },
            Pax.number(Pax.SPARSE_SIZE, records.get(Pax.SPARSE_SIZE)));
    if (sparse.data() != left) {
      throw new ArchiveException("a sparse file whose map doesn't fit its data");
    }
    return sparse;
  }

  private static long number(Map<String, RawText> records, String key, long otherwise)
      throws ArchiveException {
    RawText value = records.get(key);
    return value == null ? otherwise : Pax.number(key, value);
  }

  private static RawText link(EntryName name, EntryType type, RawText link)
      throws ArchiveException {
    return switch (type) {
      case SYMLINK -> {
        if (link.isEmpty() || link.length() > 4095 || link.contains(0)) {
          throw new ArchiveException(name + ": a symbolic link to nothing that can be");
        }
        yield link;
      }
      case HARDLINK -> name(link).raw();
      default -> RawText.EMPTY;
    };
  }

  private static Entry.Device device(TarHeader header, EntryType type) throws ArchiveException {
    return type == EntryType.CHARACTER_DEVICE || type == EntryType.BLOCK_DEVICE
        ? new Entry.Device(header.major(), header.minor())
        : Entry.Device.NONE;
  }

  private static SortedMap<String, RawText> xattrs(Map<String, RawText> records) {
    SortedMap<String, RawText> xattrs = new TreeMap<>();
    records.forEach(
        (key, value) -> {
          if (key.startsWith(Pax.XATTR)) {
            xattrs.put(Pax.xattrName(key), value);
          }
        });
    return xattrs;
  }
}
