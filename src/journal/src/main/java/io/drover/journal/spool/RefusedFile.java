package io.drover.journal.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where records go that the database will never take: {@code refused.jsonl} in the spool's
 * directory, one JSON line each, for an operator to look at.
 */
public final class RefusedFile {
  private final Path file;
  private volatile long records;

  /** The file of this spool; made when first needed. */
  public RefusedFile(SpoolSettings settings) {
    file = settings.directory().resolve("refused.jsonl");
  }

  /** Adds a record; it is on the disk when this returns. For one thread. */
  public void add(Spooled record) throws IOException {
    Files.createDirectories(file.getParent());
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      channel.write(StandardCharsets.UTF_8.encode(record.json() + "\n"));
      channel.force(true);
    }
    records = records + 1;
  }

  /** Added since the start. */
  public long records() {
    return records;
  }
}
