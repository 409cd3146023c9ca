package io.drover.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as the engine sent it, byte for byte, so that what Drover does not know survives an edit.
 */
public final class RawJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final byte[] bytes;

  private RawJson(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes a document's bytes. */
  public static RawJson of(byte[] utf8) {
    return new RawJson(utf8.clone());
  }

  /** Takes a document's text. */
  public static RawJson of(String text) {
    return new RawJson(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** A tree to read from; never to be written back. */
  public JsonNode tree() {
    try {
      return MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("the engine sent no JSON: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
