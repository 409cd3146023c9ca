package io.drover.journal.spool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** Reads the records of one segment file in order, remembering how far it came. */
final class SegmentReader {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final Path file;
  private long offset;
  private long damagedLines;

  SegmentReader(Path file) {
    this.file = file;
  }

  /**
   * Adds the records that follow to {@code into}, until that holds {@code max} or the file is read
   * up to {@code end} bytes. A last line without its line break is left alone: it is being written,
   * or was torn by a crash. A damaged line is counted and passed over.
   */
  void read(List<Spooled> into, int max, long end) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long at = offset;
      while (at < end && into.size() < max) {
        chunk.clear().limit((int) Math.min(CHUNK_BYTES, end - at));
        if (channel.read(chunk, at) <= 0) {
          return;
        }
        at += chunk.flip().remaining();
        while (chunk.hasRemaining() && into.size() < max) {
          byte next = chunk.get();
          if (next == '\n') {
            offset = at - chunk.remaining();
            take(line.toByteArray(), into);
            line.reset();
          } else {
            line.write(next);
          }
        }
      }
    }
  }

  private void take(byte[] line, List<Spooled> into) {
    Optional<Spooled> record = SpoolLine.decode(line);
    if (record.isPresent()) {
      into.add(record.get());
    } else {
      damagedLines++;
    }
  }

  /** Bytes from the file's start that were read as whole lines. */
  long offset() {
    return offset;
  }

  /** Lines passed over so far because their checksum did not match. */
  long damagedLines() {
    return damagedLines;
  }
}
