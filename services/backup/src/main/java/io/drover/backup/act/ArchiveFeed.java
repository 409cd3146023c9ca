package io.drover.backup.act;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An archive on its way from an agent: the archive's bytes and its record lines in one stream, in
 * the engine's own framing (a header of 8 bytes: 1 for bytes, 2 for lines, three zeros, the length
 * with the highest byte first). What lacks the last line, or ends before it, has failed.
 */
public final class ArchiveFeed implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int BYTES = 1;
  private static final int LINES = 2;
  private static final int LONGEST_LINE = 1 << 20;
  private static final int BUFFER = 64 << 10;

  private final InputStream from;
  private final String what;

  ArchiveFeed(InputStream from, String what) {
    this.from = from;
    this.what = what;
  }

  /**
   * The last line of what went well.
   *
   * @param entries how many files, directories and the like
   * @param bytes content of files
   * @param archiveBytes length of the archive
   * @param archiveSha256 of the archive's bytes
   * @param changed files that changed while they were read
   * @param missed things that could not be read, or made; each was warned of
   */
  public record End(
      long entries,
      long bytes,
      long archiveBytes,
      String archiveSha256,
      long changed,
      long missed) {}

  /**
   * Hands the archive's bytes and the record lines on as they come, to the end.
   *
   * @throws IOException when it failed, or ended too early
   */
  public End pump(OutputStream archive, Consumer<JsonNode> records) throws IOException {
    Lines lines = new Lines(what, records);
    DataInputStream in = new DataInputStream(new BufferedInputStream(from, BUFFER));
    byte[] buffer = new byte[BUFFER];
    while (true) {
      int stream = in.read();
      if (stream < 0) {
        return lines.end();
      }
      in.skipNBytes(3);
      long left = Integer.toUnsignedLong(in.readInt());
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count < 0) {
          throw new EOFException(what + ": the stream was cut off");
        }
        if (stream == BYTES) {
          archive.write(buffer, 0, count);
        } else if (stream == LINES) {
          lines.take(buffer, count);
        } else {
          throw new IOException("%s: a stream of type %d is not known".formatted(what, stream));
        }
        left -= count;
      }
    }
  }

  /** Reads record lines alone, to the end. */
  static End records(InputStream from, String what, Consumer<JsonNode> records) throws IOException {
    Lines lines = new Lines(what, records);
    byte[] buffer = new byte[BUFFER];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      lines.take(buffer, count);
    }
    return lines.end();
  }

  /** Ends it, also while another thread reads. */
  @Override
  public void close() throws IOException {
    from.close();
  }

  /** Puts lines together from what came. */
  private static final class Lines {
    private final String what;
    private final Consumer<JsonNode> records;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private Optional<End> end = Optional.empty();

    Lines(String what, Consumer<JsonNode> records) {
      this.what = what;
      this.records = records;
    }

    void take(byte[] bytes, int count) throws IOException {
      int start = 0;
      for (int at = 0; at < count; at++) {
        if (bytes[at] == '\n') {
          line.write(bytes, start, at - start);
          finish();
          start = at + 1;
        }
      }
      line.write(bytes, start, count - start);
      if (line.size() > LONGEST_LINE) {
        throw new IOException(what + ": a record line is too long");
      }
    }

    private void finish() throws IOException {
      byte[] text = line.toByteArray();
      line.reset();
      if (text.length == 0) {
        return;
      }
      JsonNode record = parse(text);
      if (record.has("failed")) {
        throw new IOException(what + ": " + record.path("failed").path("reason").asText("failed"));
      }
      if (record.has("end")) {
        JsonNode last = record.path("end");
        end =
            Optional.of(
                new End(
                    last.path("entries").asLong(),
                    last.path("bytes").asLong(),
                    last.path("archiveBytes").asLong(),
                    last.path("archiveSha256").asText(""),
                    last.path("changed").asLong(),
                    last.path("missed").asLong()));
      }
      records.accept(record);
    }

    private JsonNode parse(byte[] text) throws IOException {
      try {
        return MAPPER.readTree(text);
      } catch (JsonProcessingException noJson) {
        throw new IOException(what + ": a record line is no JSON", noJson);
      }
    }

    End end() throws IOException {
      finish();
      return end.orElseThrow(
          () -> new EOFException(what + ": the stream ended before the archive did"));
    }
  }
}
