package io.drover.journal.spool;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The format of a spool file: one record a line, {@code CHECKSUM SEQ JSON\n}. The checksum is the
 * CRC-32C of everything after the first blank, in eight hexadecimal digits. JSON has no raw line
 * break, so whatever a crash or a bad disk leaves behind ends at the next one.
 */
final class SpoolLine {
  private static final int CHECKSUM_DIGITS = 8;

  private SpoolLine() {}

  static byte[] encode(Spooled record) {
    String content = record.seq() + " " + record.json();
    if (content.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a spooled record is one line");
    }
    return (checksum(content.getBytes(StandardCharsets.UTF_8)) + " " + content + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The record of a line without its line break; nothing when it is damaged. */
  static Optional<Spooled> decode(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    int jsonAt = text.indexOf(' ', CHECKSUM_DIGITS + 1) + 1;
    if (text.length() <= CHECKSUM_DIGITS || text.charAt(CHECKSUM_DIGITS) != ' ' || jsonAt == 0) {
      return Optional.empty();
    }
    byte[] content = text.substring(CHECKSUM_DIGITS + 1).getBytes(StandardCharsets.UTF_8);
    if (!text.startsWith(checksum(content))) {
      return Optional.empty();
    }
    long seq = Long.parseLong(text.substring(CHECKSUM_DIGITS + 1, jsonAt - 1));
    return Optional.of(new Spooled(seq, text.substring(jsonAt)));
  }

  private static String checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content, 0, content.length);
    return String.format("%08x", crc.getValue());
  }
}
