package io.drover.archive.files;

import io.drover.archive.EntryName;
import io.drover.archive.RawText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Paths from bytes and back, whatever the locale: a JVM without one takes names for ASCII and loses
 * everything else as soon as it makes a string of a path. URIs of paths hold the bytes themselves.
 */
public final class RawPaths {
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";

  private RawPaths() {}

  /** Where an entry lies below a root. */
  public static Path resolve(Path root, EntryName name) {
    if (name.isRoot()) {
      return root;
    }
    if (name.raw().isAscii()) {
      return root.resolve(name.toString());
    }
    return Path.of(URI.create("file://" + encoded(bytes(root)) + "/" + encoded(name.raw())));
  }

  /** A path from its bytes; absolute where the bytes don't begin with a slash, too. */
  public static Path of(RawText path) {
    return path.isAscii() && !path.contains(0)
        ? Path.of(path.toString())
        : Path.of(URI.create("file://" + (path.at(0) == '/' ? "" : "/") + encoded(path)));
  }

  /** The bytes of an absolute path, or of one that is plain ASCII. */
  public static RawText bytes(Path path) {
    String text = path.toString();
    if (isCertain(text)) {
      return RawText.of(text.getBytes(StandardCharsets.US_ASCII));
    }
    String uri = path.toUri().getRawPath();
    // A folder's URI ends with a slash.
    boolean slash = uri.length() > 1 && uri.endsWith("/");
    return decoded(slash ? uri.substring(0, uri.length() - 1) : uri);
  }

  /** The bytes of the last part of an absolute path. */
  public static RawText lastPart(Path path) {
    String text = path.getFileName().toString();
    if (isCertain(text)) {
      return RawText.of(text.getBytes(StandardCharsets.US_ASCII));
    }
    byte[] whole = bytes(path).bytes();
    int slash = whole.length;
    while (slash > 0 && whole[slash - 1] != '/') {
      slash--;
    }
    return RawText.of(java.util.Arrays.copyOfRange(whole, slash, whole.length));
  }

  /** A symbolic link's target as it stands there; may be relative. */
  public static RawText target(Path target) {
    String text = target.toString();
    if (isCertain(text)) {
      return RawText.of(text.getBytes(StandardCharsets.US_ASCII));
    }
    byte[] whole = decoded(target.toUri().getRawPath()).bytes();
    // What is relative was resolved against the working folder.
    int folder = target.isAbsolute() ? 0 : bytes(Path.of("").toAbsolutePath()).length() + 1;
    boolean slash = whole[whole.length - 1] == '/' && !text.endsWith("/");
    return RawText.of(
        java.util.Arrays.copyOfRange(whole, folder, slash ? whole.length - 1 : whole.length));
  }

  /** Whether nothing can have been lost; what couldn't be decoded would be a question mark. */
  private static boolean isCertain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      if (one >= 128 || one == '?') {
        return false;
      }
    }
    return true;
  }

  private static String encoded(RawText bytes) {
    StringBuilder text = new StringBuilder(bytes.length() + 16);
    for (int i = 0; i < bytes.length(); i++) {
      int one = bytes.at(i) & 0xff;
      if (PLAIN.indexOf(one) >= 0) {
        text.append((char) one);
      } else {
        text.append('%').append(hex(one >> 4)).append(hex(one & 15));
      }
    }
    return text.toString();
  }

  private static char hex(int digit) {
    return Character.toUpperCase(Character.forDigit(digit, 16));
  }

  private static RawText decoded(String text) {
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      if (one == '%') {
        bytes[length++] = (byte) Integer.parseInt(text, i + 1, i + 3, 16);
        i += 2;
      } else {
        bytes[length++] = (byte) one;
      }
    }
    return RawText.of(java.util.Arrays.copyOf(bytes, length));
  }
}
