package io.drover.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bytes that are text most of the time: to the kernel names are bytes without NUL, and nothing says
 * that they are UTF-8. Immutable.
 */
public final class RawText {
  /** No bytes. */
  public static final RawText EMPTY = new RawText(new byte[0]);

  private final byte[] bytes;

  private RawText(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of these bytes. */
  public static RawText of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new RawText(bytes.clone());
  }

  /** This text as UTF-8. */
  public static RawText of(String text) {
    return text.isEmpty() ? EMPTY : new RawText(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** How many bytes. */
  public int length() {
    return bytes.length;
  }

  /** The byte at this place. */
  public byte at(int index) {
    return bytes[index];
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Whether it is plain ASCII, so that every character set agrees on it. */
  public boolean isAscii() {
    for (byte one : bytes) {
      if (one < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether one of the bytes is this. */
  public boolean contains(int value) {
    for (byte one : bytes) {
      if (one == value) {
        return true;
      }
    }
    return false;
  }

  /** The text, if the bytes are UTF-8. */
  public Optional<String> utf8() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawText text && Arrays.equals(bytes, text.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** For people: what is no UTF-8 is replaced. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
