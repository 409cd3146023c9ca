package io.drover.archive.tar;

import io.drover.archive.ArchiveException;
import io.drover.archive.RawText;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records of extended headers: {@code "<length> <key>=<value>\n"}. */
final class Pax {
  static final String PATH = "path";
  static final String LINK = "linkpath";
  static final String SIZE = "size";
  static final String UID = "uid";
  static final String GID = "gid";
  static final String MTIME = "mtime";
  static final String XATTR = "SCHILY.xattr.";
  static final String SPARSE_MAJOR = "GNU.sparse.major";
  static final String SPARSE_MINOR = "GNU.sparse.minor";
  static final String SPARSE_NAME = "GNU.sparse.name";
  static final String SPARSE_SIZE = "GNU.sparse.realsize";

  /** Ours: {@code socket} for what tar takes for a fifo. */
  static final String TYPE = "DROVER.type";

  /** All attributes of a file have 64 KiB on the usual file systems. */
  static final int LONGEST = 8 << 20;

  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);

  private Pax() {}

  /** The block of records. */
  static byte[] write(Map<String, RawText> records) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    records.forEach(
        (key, value) -> {
          byte[] name = key.getBytes(StandardCharsets.UTF_8);
          int rest = name.length + value.length() + 3;
          int length = rest + digits(rest);
          // The length counts its own digits, which may be one more for that.
          length = rest + digits(length);
          block.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
          block.writeBytes(name);
          block.write('=');
          block.writeBytes(value.bytes());
          block.write('\n');
        });
    return block.toByteArray();
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }

  /** Reads a block of records. */
  static Map<String, RawText> read(byte[] block) throws ArchiveException {
    Map<String, RawText> records = new LinkedHashMap<>();
    int at = 0;
    while (at < block.length) {
      int space = indexOf(block, ' ', at, Math.min(block.length, at + 9));
      int length = space < 0 ? 0 : number(block, at, space);
      int end = at + length;
      if (length <= 0 || end > block.length || end <= space || block[end - 1] != '\n') {
        throw new ArchiveException("an extended header with a record of a wrong length");
      }
      int equals = indexOf(block, '=', space + 1, end);
      if (equals < 0) {
        throw new ArchiveException("an extended header with a record without '='");
      }
      records.put(
          new String(block, space + 1, equals - space - 1, StandardCharsets.UTF_8),
          RawText.of(java.util.Arrays.copyOfRange(block, equals + 1, end - 1)));
      at = end;
    }
    return records;
  }

  private static int indexOf(byte[] block, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (block[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static int number(byte[] block, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      if (block[i] < '0' || block[i] > '9') {
        return 0;
      }
      number = number * 10 + block[i] - '0';
    }
    return number;
  }

  /** A number of a record. */
  static long number(String key, RawText value) throws ArchiveException {
    try {
      long number = Long.parseLong(value.toString());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      throw new ArchiveException("%s=%s is no number".formatted(key, shortened(value)), wrong);
    }
    throw new ArchiveException("%s=%s is negative".formatted(key, value));
  }

  private static String shortened(RawText value) {
    String text = value.toString();
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  /** A time as seconds with a fraction. */
  static RawText time(Instant time) {
    BigDecimal seconds =
        BigDecimal.valueOf(time.getEpochSecond())
            .add(BigDecimal.valueOf(time.getNano()).divide(BILLION));
    return RawText.of(seconds.stripTrailingZeros().toPlainString());
  }

  /** Reads a time; what is finer than a nanosecond is cut off. */
  static Instant time(RawText value) throws ArchiveException {
    String text = value.toString();
    try {
      if (text.length() > 40 || !text.matches("-?[0-9]+(\\.[0-9]*)?")) {
        throw new NumberFormatException("not seconds");
      }
      BigDecimal seconds = new BigDecimal(text.endsWith(".") ? text + "0" : text);
      BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
      return Instant.ofEpochSecond(
          whole.longValueExact(), seconds.subtract(whole).multiply(BILLION).longValue());
    } catch (ArithmeticException | NumberFormatException | DateTimeException wrong) {
      throw new ArchiveException("mtime=%s is no time".formatted(shortened(value)), wrong);
    }
  }

  /** The key of an extended attribute; its name may hold what ends a key. */
  static String xattrKey(String name) {
    return XATTR + name.replace("%", "%25").replace("=", "%3D");
  }

  /** The name in such a key. */
  static String xattrName(String key) {
    return key.substring(XATTR.length()).replace("%3D", "=").replace("%25", "%");
  }
}
