package io.drover.archive.tar;

import io.drover.archive.Entry;
import io.drover.archive.EntryType;
import io.drover.archive.RawText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes members of a tar. What the old header can't hold goes into an extended one before it: long
 * names and such with other letters than ASCII, large numbers, fractions of seconds, extended
 * attributes. A socket, which tar has no kind for, is a fifo with the record {@code
 * DROVER.type=socket}: to who connects or binds there it makes no difference.
 */
public final class TarWriter {
  private static final byte[] ZEROS = new byte[TarHeader.BLOCK];

  private final OutputStream out;
  private long left;
  private int padding;

  /** Writes to this stream; doesn't close it. */
  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /** Begins a member that has no content. */
  public void member(Entry entry) throws IOException {
    header(entry, 0, new LinkedHashMap<>());
  }

  /** Begins a file; exactly the data of its map must follow by {@link #data}. */
  public void file(Entry entry, SparseMap map) throws IOException {
    Map<String, RawText> records = new LinkedHashMap<>();
    if (map.isDense()) {
      header(entry, map.size(), records);
      return;
    }
    byte[] written = map.written();
    records.put(Pax.SPARSE_MAJOR, RawText.of("1"));
    records.put(Pax.SPARSE_MINOR, RawText.of("0"));
    records.put(Pax.SPARSE_NAME, entry.path().raw());
    records.put(Pax.SPARSE_SIZE, RawText.of(Long.toString(map.size())));
    header(entry, written.length + map.data(), records);
    data(written, 0, written.length);
  }

  /** Content of the file that was begun. */
  public void data(byte[] bytes, int offset, int length) throws IOException {
    if (length > left) {
      throw new IllegalArgumentException("more data than the header says");
    }
    out.write(bytes, offset, length);
    left -= length;
    if (left == 0 && padding > 0) {
      out.write(ZEROS, 0, padding);
      padding = 0;
    }
  }

  /** The mark of the end. */
  public void finish() throws IOException {
    requireDone();
    out.write(ZEROS);
    out.write(ZEROS);
  }

  private void requireDone() {
    if (left > 0) {
      throw new IllegalStateException("%d bytes of the file before are missing".formatted(left));
    }
  }

  private void header(Entry entry, long size, Map<String, RawText> records) throws IOException {
    requireDone();
    byte[] name = name(entry);
    RawText link = entry.link();
    boolean sparse = records.containsKey(Pax.SPARSE_NAME);
    if (!sparse && isLong(RawText.of(name))) {
      records.put(Pax.PATH, RawText.of(name));
    }
    if (isLong(link)) {
      records.put(Pax.LINK, link);
    }
    if (size > TarHeader.LARGEST_SIZE) {
      records.put(Pax.SIZE, RawText.of(Long.toString(size)));
    }
    if (entry.uid() > TarHeader.LARGEST_ID) {
      records.put(Pax.UID, RawText.of(Long.toString(entry.uid())));
    }
    if (entry.gid() > TarHeader.LARGEST_ID) {
      records.put(Pax.GID, RawText.of(Long.toString(entry.gid())));
    }
    long seconds = entry.mtime().getEpochSecond();
    if (entry.mtime().getNano() != 0 || seconds < 0 || seconds > TarHeader.LARGEST_SIZE) {
      records.put(Pax.MTIME, Pax.time(entry.mtime()));
    }
    if (entry.type() == EntryType.SOCKET) {
      records.put(Pax.TYPE, RawText.of("socket"));
    }
    entry.xattrs().forEach((key, value) -> records.put(Pax.xattrKey(key), value));
    if (!records.isEmpty()) {
      extended(entry, records, name);
    }
    TarHeader header =
        TarHeader.of(type(entry), name, entry.mode(), entry.uid(), entry.gid(), size, seconds);
    header.link(link.bytes()).device(entry.device().major(), entry.device().minor());
    out.write(header.finished());
    left = size;
    padding = padding(size);
  }

  private void extended(Entry entry, Map<String, RawText> records, byte[] name) throws IOException {
    byte[] block = Pax.write(records);
    if (block.length > Pax.LONGEST) {
      throw new IOException(
          "%s: %d bytes of attributes; at most %d are saved"
              .formatted(entry.path(), block.length, Pax.LONGEST));
    }
    byte[] short_ = Arrays.copyOf(name, Math.min(name.length, 80));
    byte[] own =
        ("PaxHeaders/" + new String(short_, StandardCharsets.ISO_8859_1).replace('/', '_'))
            .getBytes(StandardCharsets.ISO_8859_1);
    out.write(TarHeader.of('x', own, 0644, 0, 0, block.length, 0).finished());
    out.write(block);
    out.write(ZEROS, 0, padding(block.length));
  }

  private static int padding(long size) {
    return (int) (-size & TarHeader.BLOCK - 1);
  }

  private static boolean isLong(RawText text) {
    return text.length() > TarHeader.LONGEST_NAME || !text.isAscii();
  }

  private static byte[] name(Entry entry) {
    if (entry.type() != EntryType.DIRECTORY) {
      return entry.path().raw().bytes();
    }
    byte[] name = Arrays.copyOf(entry.path().raw().bytes(), entry.path().raw().length() + 1);
    name[name.length - 1] = '/';
    return name;
  }

  private static char type(Entry entry) {
    return switch (entry.type()) {
      case FILE -> '0';
      case HARDLINK -> '1';
      case SYMLINK -> '2';
      case CHARACTER_DEVICE -> '3';
      case BLOCK_DEVICE -> '4';
      case DIRECTORY -> '5';
      case FIFO, SOCKET -> '6';
    };
  }
}
