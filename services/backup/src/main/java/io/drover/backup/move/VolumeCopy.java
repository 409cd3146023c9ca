package io.drover.backup.move;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.backup.act.ArchiveFeed;
import io.drover.backup.act.NodeAgent;
import io.drover.backup.act.NodeVolume;
import io.drover.backup.manifest.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongConsumer;

/**
 * Copies a volume from one node to another, through this process and never onto a disk of it. What
 * the writing agent says it wrote must be what the reading one says it read, entry by entry.
 */
final class VolumeCopy {
  private static final int BUFFER = 1 << 20;

  private VolumeCopy() {}

  /** All entries of one side. */
  private static final class Entries {
    private final MessageDigest digest = Sha256.start();
    private long count;

    void take(JsonNode record) {
      if (record.has("entry")) {
        digest.update((record.path("entry").toString() + "\n").getBytes(StandardCharsets.UTF_8));
        count++;
      }
    }

    String all() {
      return count + " entries of " + HexFormat.of().formatHex(digest.digest());
    }
  }

  /**
   * Copies one.
   *
   * @param copied told how many bytes of files are written
   * @throws IOException when it could not be copied wholly and rightly
   */
  static void copy(NodeVolume volume, NodeAgent from, NodeAgent to, LongConsumer copied)
      throws IOException, InterruptedException {
    Entries read = new Entries();
    Entries written = new Entries();
    String name = volume.name();
    try (ArchiveFeed feed = from.read(name, List.of(), 0);
        PipedInputStream pipe = new PipedInputStream(BUFFER)) {
      PipedOutputStream into = new PipedOutputStream(pipe);
      FutureTask<ArchiveFeed.End> reading =
          new FutureTask<>(
              () -> {
                try (OutputStream closed = new Unclosed(into)) {
                  ArchiveFeed.End end = feed.pump(closed, read::take);
                  // Only now: an end of the stream is what says that it is whole.
                  into.close();
                  return end;
                }
              });
      Thread.ofPlatform().daemon().name("copy-" + name).start(reading);
      to.write(
          name,
          true,
          false,
          pipe,
          record -> {
            written.take(record);
            copied.accept(record.path("progress").path("bytes").asLong(-1));
          });
      ArchiveFeed.End end = reading.get();
      if (end.missed() > 0) {
        throw new IOException(
            "volume %s: %d of its files could not be read".formatted(name, end.missed()));
      }
      if (end.changed() > 0) {
        throw new IOException(
            "volume %s: %d files changed while they were copied: somebody still writes into it"
                .formatted(name, end.changed()));
      }
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
    }
    String sent = read.all();
    String arrived = written.all();
    if (!sent.equals(arrived)) {
      throw new IOException(
          "volume %s: %s were read, %s were written".formatted(name, sent, arrived));
    }
  }

  /** A pipe whose end is not closed by accident. */
  private static final class Unclosed extends OutputStream {
    private final OutputStream to;

    Unclosed(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int value) throws IOException {
      to.write(value);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      to.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      to.flush();
    }
  }
}
