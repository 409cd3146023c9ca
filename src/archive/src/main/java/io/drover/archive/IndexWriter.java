package io.drover.archive;

import io.drover.archive.zstd.ParallelZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes an archive's index: a line of JSON for each entry in the archive's order, compressed by
 * zstd.
 */
public final class IndexWriter implements AutoCloseable {
  private final OutputStream out;

  /** Writes to this stream, and closes it with itself. */
  public IndexWriter(OutputStream out) {
    this.out = new ParallelZstdOutputStream(out, 1);
  }

  /** The next entry. */
  public void add(Entry entry) throws IOException {
    out.write((RecordJson.writeEntry(entry) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
