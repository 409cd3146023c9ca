package io.drover.archive;

import java.io.ByteArrayOutputStream;

/**
 * Where an entry lies below the volume's root: {@code a/b}, or {@code .} for the root itself. Never
 * absolute, never with {@code ..}: a name that leads out can't be made.
 *
 * @param raw the name, without slash at its ends
 */
public record EntryName(RawText raw) {
  /** The volume's root. */
  public static final EntryName ROOT = new EntryName(RawText.of("."));

  /**
   * Paths that the kernel takes at once have 4,096 bytes; those of folders in folders may be
   * longer.
   */
  public static final int LONGEST = 64 * 1024;

  /** The kernel's limit for one part. */
  public static final int LONGEST_PART = 255;

  public EntryName {
    check(raw);
  }

  /**
   * Reads a name as tar writes it: {@code ./} before it and slashes after it mean nothing.
   *
   * @throws IllegalArgumentException when it leads out of the volume or can't be a name
   */
  public static EntryName parse(byte[] written) {
    if (written.length > LONGEST) {
      throw new IllegalArgumentException(
          "a name of %d bytes; at most %d are taken".formatted(written.length, LONGEST));
    }
    if (written.length > 0 && written[0] == '/') {
      throw new IllegalArgumentException("an absolute name: " + RawText.of(written));
    }
    ByteArrayOutputStream name = new ByteArrayOutputStream(written.length);
    int start = 0;
    for (int i = 0; i <= written.length; i++) {
      if (i == written.length || written[i] == '/') {
        boolean nothing = i == start || i == start + 1 && written[start] == '.';
        if (!nothing) {
          if (name.size() > 0) {
            name.write('/');
          }
          name.write(written, start, i - start);
        }
        start = i + 1;
      }
    }
    return name.size() == 0 ? ROOT : new EntryName(RawText.of(name.toByteArray()));
  }

  /** The entry of this name in this folder. */
  public EntryName child(RawText part) {
    if (isRoot()) {
      return new EntryName(part);
    }
    byte[] whole = new byte[raw.length() + 1 + part.length()];
    System.arraycopy(raw.bytes(), 0, whole, 0, raw.length());
    whole[raw.length()] = '/';
    System.arraycopy(part.bytes(), 0, whole, raw.length() + 1, part.length());
    return new EntryName(RawText.of(whole));
  }

  /** The folder that it lies in; the root lies in itself. */
  public EntryName parent() {
    byte[] bytes = raw.bytes();
    for (int i = bytes.length - 1; i > 0; i--) {
      if (bytes[i] == '/') {
        return new EntryName(RawText.of(java.util.Arrays.copyOf(bytes, i)));
      }
    }
    return ROOT;
  }

  /** Whether it is the volume's root. */
  public boolean isRoot() {
    return raw.length() == 1 && raw.at(0) == '.';
  }

  /** Whether it lies somewhere below that folder. */
  public boolean isBelow(EntryName folder) {
    if (folder.isRoot()) {
      return !isRoot();
    }
    int length = folder.raw.length();
    if (raw.length() <= length || raw.at(length) != '/') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (raw.at(i) != folder.raw.at(i)) {
        return false;
      }
    }
    return true;
  }

  private static void check(RawText raw) {
    int length = raw.length();
    if (length == 1 && raw.at(0) == '.') {
      return;
    }
    if (length > LONGEST) {
      throw new IllegalArgumentException("a name of more than %d bytes".formatted(LONGEST));
    }
    int start = 0;
    for (int i = 0; i <= length; i++) {
      if (i < length && raw.at(i) == 0) {
        throw new IllegalArgumentException("a name with a NUL in it: " + raw);
      }
      if (i == length || raw.at(i) == '/') {
        checkPart(raw, start, i - start);
        start = i + 1;
      }
    }
  }

  private static void checkPart(RawText raw, int start, int length) {
    boolean dot = length == 1 && raw.at(start) == '.';
    boolean up = length == 2 && raw.at(start) == '.' && raw.at(start + 1) == '.';
    if (length == 0 || dot || up) {
      throw new IllegalArgumentException("not a name below the volume's root: " + raw);
    }
    if (length > LONGEST_PART) {
      throw new IllegalArgumentException(
          "a name with a part of %d bytes; file systems take %d".formatted(length, LONGEST_PART));
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return raw.toString();
  }
}
