package io.drover.archive.tar;

import io.drover.archive.ArchiveException;
import java.nio.charset.StandardCharsets;

/** The 512 bytes before each member, POSIX ustar. */
final class TarHeader {
  static final int BLOCK = 512;

  /** The largest numbers that the octal fields take. */
  static final long LARGEST_ID = 07777777;

  static final long LARGEST_SIZE = 077777777777L;
  static final int LONGEST_NAME = 100;

  private static final int NAME = 0;
  private static final int MODE = 100;
  private static final int UID = 108;
  private static final int GID = 116;
  private static final int SIZE = 124;
  private static final int MTIME = 136;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int LINK = 157;
  private static final int MAGIC = 257;
  private static final int MAJOR = 329;
  private static final int MINOR = 337;
  private static final int PREFIX = 345;

  private final byte[] block;

  TarHeader(byte[] block) {
    this.block = block;
  }

  /** A new one; what doesn't fit is cut off, a record of an extended header has it then. */
  static TarHeader of(char type, byte[] name, int mode, long uid, long gid, long size, long mtime) {
    TarHeader header = new TarHeader(new byte[BLOCK]);
    header.put(NAME, LONGEST_NAME, name);
    header.octal(MODE, 8, mode);
    header.octal(UID, 8, Math.min(uid, LARGEST_ID));
    header.octal(GID, 8, Math.min(gid, LARGEST_ID));
    header.octal(SIZE, 12, Math.min(size, LARGEST_SIZE));
    header.octal(MTIME, 12, Math.clamp(mtime, 0, LARGEST_SIZE));
    header.block[TYPE] = (byte) type;
    header.put(MAGIC, 8, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
    header.octal(MAJOR, 8, 0);
    header.octal(MINOR, 8, 0);
    return header;
  }

  TarHeader link(byte[] target) {
    put(LINK, LONGEST_NAME, target);
    return this;
  }

  TarHeader device(int major, int minor) {
    octal(MAJOR, 8, major & LARGEST_ID);
    octal(MINOR, 8, minor & LARGEST_ID);
    return this;
  }

  /** The block with its checksum. */
  byte[] finished() {
    java.util.Arrays.fill(block, CHECKSUM, CHECKSUM + 8, (byte) ' ');
    byte[] sum = "%06o\0 ".formatted(sum()).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(sum, 0, block, CHECKSUM, 8);
    return block;
  }

  private void put(int at, int length, byte[] value) {
    System.arraycopy(value, 0, block, at, Math.min(length, value.length));
  }

  private void octal(int at, int length, long value) {
    for (int i = at + length - 2; i >= at; i--) {
      block[i] = (byte) ('0' + (value & 7));
      value >>>= 3;
    }
  }

  private int sum() {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM && i < CHECKSUM + 8;
      sum += own ? ' ' : block[i] & 0xff;
    }
    return sum;
  }

  boolean isZero() {
    for (byte one : block) {
      if (one != 0) {
        return false;
      }
    }
    return true;
  }

  /** Checks that it is a header at all. */
  void check() throws ArchiveException {
    if (number(CHECKSUM, 8) != sum()) {
      throw new ArchiveException("no header of tar where one must be");
    }
  }

  char type() {
    return (char) (block[TYPE] & 0xff);
  }

  byte[] name() {
    byte[] name = text(NAME, LONGEST_NAME);
    byte[] prefix = isPosix() ? text(PREFIX, 155) : new byte[0];
    if (prefix.length == 0) {
      return name;
    }
    byte[] whole = java.util.Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    whole[prefix.length] = '/';
    System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
    return whole;
  }

  /** GNU tar's own format has other things where POSIX has the prefix. */
  private boolean isPosix() {
    return block[MAGIC + 5] == 0;
  }

  byte[] link() {
    return text(LINK, LONGEST_NAME);
  }

  int mode() throws ArchiveException {
    return (int) (number(MODE, 8) & 07777);
  }

  long uid() throws ArchiveException {
    return notNegative("uid", number(UID, 8));
  }

  long gid() throws ArchiveException {
    return notNegative("gid", number(GID, 8));
  }

  long size() throws ArchiveException {
    return notNegative("size", number(SIZE, 12));
  }

  long mtime() throws ArchiveException {
    return number(MTIME, 12);
  }

  int major() throws ArchiveException {
    return (int) number(MAJOR, 8);
  }

  int minor() throws ArchiveException {
    return (int) number(MINOR, 8);
  }

  private static long notNegative(String what, long number) throws ArchiveException {
    if (number < 0) {
      throw new ArchiveException("a header with a negative " + what);
    }
    return number;
  }

  private byte[] text(int at, int length) {
    int end = at;
    while (end < at + length && block[end] != 0) {
      end++;
    }
    return java.util.Arrays.copyOfRange(block, at, end);
  }

  /** Octal digits, or GNU tar's binary numbers, which have the first bit set. */
  private long number(int at, int length) throws ArchiveException {
    if ((block[at] & 0x80) != 0) {
      return binary(at, length);
    }
    long value = 0;
    boolean digits = false;
    for (int i = at; i < at + length; i++) {
      int one = block[i];
      if (one >= '0' && one <= '7') {
        value = value << 3 | one - '0';
        digits = true;
      } else if (one == 0 || one == ' ' && digits) {
        break;
      } else if (one != ' ') {
        throw new ArchiveException("a header with a number that is none");
      }
    }
    return value;
  }

  private long binary(int at, int length) throws ArchiveException {
    boolean negative = (block[at] & 0x40) != 0;
    long value = negative ? -1 : 0;
    for (int i = at; i < at + length; i++) {
      if (value << 8 >> 8 != value) {
        throw new ArchiveException("a header with a number beyond 64 bits");
      }
      // The first byte has the mark and the sign besides its six bits.
      int bits = i == at ? (negative ? block[i] | 0xc0 : block[i] & 0x3f) & 0xff : block[i] & 0xff;
      value = value << 8 | bits;
    }
    return value;
  }
}
