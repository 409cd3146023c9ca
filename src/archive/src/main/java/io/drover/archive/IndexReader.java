package io.drover.archive;

import io.drover.archive.zstd.ZstdFrames;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads an archive's index entry by entry. */
public final class IndexReader implements AutoCloseable {
  /** Names and attributes have bounds of their own; a line that is longer isn't ours. */
  static final int LONGEST_LINE = 16 << 20;

  private final InputStream in;

  /** Reads from this stream, which is compressed but not encrypted, and closes it with itself. */
  public IndexReader(InputStream in) {
    this.in = new BufferedInputStream(new ZstdFrames(in), 64 * 1024);
  }

  /**
   * The next entry; none at the end.
   *
   * @throws ArchiveException when it is no whole index
   */
  public Optional<Entry> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    int one;
    while ((one = in.read()) >= 0 && one != '\n') {
      line.write(one);
      if (line.size() > LONGEST_LINE) {
        throw new ArchiveException("an index with a line that doesn't end");
      }
    }
    if (one < 0) {
      if (line.size() > 0) {
        throw new ArchiveException("the index ends within a line");
      }
      return Optional.empty();
    }
    return Optional.of(RecordJson.readEntry(line.toString(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
