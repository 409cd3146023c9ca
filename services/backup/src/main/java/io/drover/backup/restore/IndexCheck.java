package io.drover.backup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Holds what was written against what the index says, entry by entry, in the archive's own order;
 * only two entries are in memory at a time.
 */
final class IndexCheck implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final BufferedReader index;
  private final String volume;
  private long entries;

  /** Against this index, which is closed with it. */
  IndexCheck(InputStream index, String volume) {
    this.index = new BufferedReader(new InputStreamReader(index, StandardCharsets.UTF_8));
    this.volume = volume;
  }

  /**
   * Checks an entry that was written.
   *
   * @throws UncheckedIOException when it isn't the one that the index has next
   */
  void accept(JsonNode written) {
    try {
      String line = index.readLine();
      if (line == null) {
        throw mismatch(written, "it is not in the index");
      }
      JsonNode expected = MAPPER.readTree(line);
      if (!plain(expected).equals(plain(written))) {
        throw mismatch(written, "the index has " + expected);
      }
      entries++;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** That a file changed while it was saved says nothing about what was saved. */
  private static JsonNode plain(JsonNode entry) {
    return entry instanceof ObjectNode object && object.has("changed")
        ? object.deepCopy().without("changed")
        : entry;
  }

  private IOException mismatch(JsonNode written, String why) {
    return new IOException(
        "volume %s: %s was written as %s, but %s"
            .formatted(volume, written.path("path").asText("an entry"), written, why));
  }

  /**
   * All were written.
   *
   * @return how many
   * @throws IOException when the index has more
   */
  long end() throws IOException {
    String line = index.readLine();
    if (line != null) {
      throw new IOException(
          "volume %s: the archive ended before %s"
              .formatted(volume, MAPPER.readTree(line).path("path").asText("an entry")));
    }
    return entries;
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
