package io.drover.archive.files;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import io.drover.archive.RawText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The C library's functions, called through JNA by {@link Function} with numbers, byte arrays and
 * memory only: neither interfaces nor structures that a native image would have to know beforehand.
 * The constants are Linux's, the same on x86-64 and aarch64.
 */
final class NativeSystemCalls implements SystemCalls {
  private static final int ENOENT = 2;
  private static final int ENXIO = 6;
  private static final int EEXIST = 17;
  private static final int ENODATA = 61;
  private static final int ENOTSUP = 95;
  private static final int ERANGE = 34;

  private static final int O_RDONLY_NOFOLLOW_CLOEXEC = 0x80000 | nofollow();
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final long UTIME_OMIT = 0x3ffffffe;

  /** A label of the node's own policy, not of the content; it couldn't be set elsewhere. */
  private static final String SELINUX = "security.selinux";

  /** Bounds what a fragmented file costs in memory; the rest then counts as data. */
  private static final int MOST_EXTENTS = 64 * 1024;

  private final Function listXattrs = function("llistxattr");
  private final Function getXattr = function("lgetxattr");
  private final Function setXattr = function("lsetxattr");
  private final Function open = function("open");
  private final Function close = function("close");
  private final Function seek = function("lseek");
  private final Function mknod = function("mknod");
  private final Function symlink = function("symlink");
  private final Function utimensat = function("utimensat");
  private final Function truncate = function("truncate");

  private NativeSystemCalls() {}

  /** These, where JNA works and the system is one that they are known of. */
  static Optional<SystemCalls> load() {
    try {
      if (!Platform.isLinux() || !Platform.is64Bit() || !(Platform.isIntel() || Platform.isARM())) {
        return Optional.empty();
      }
      NativeSystemCalls calls = new NativeSystemCalls();
      calls.xattrs(Path.of("/"));
      return Optional.of(calls);
    } catch (IOException | LinkageError | RuntimeException unusable) {
      return Optional.empty();
    }
  }

  private static int nofollow() {
    return Platform.isARM() ? 0x8000 : 0x20000;
  }

  private static Function function(String name) {
    return Function.getFunction("c", name);
  }

  @Override
  public String lacks() {
    return "";
  }

  @Override
  public SortedMap<String, RawText> xattrs(Path path) throws IOException {
    byte[] raw = terminated(path);
    SortedMap<String, RawText> all = new TreeMap<>();
    byte[] names = names(path, raw);
    int start = 0;
    for (int i = 0; i < names.length; i++) {
      if (names[i] == 0) {
        String name = new String(names, start, i - start, StandardCharsets.UTF_8);
        if (!name.equals(SELINUX)) {
          Optional<RawText> value = value(path, raw, name);
          value.ifPresent(known -> all.put(name, known));
        }
        start = i + 1;
      }
    }
    return all;
  }

  private byte[] names(Path path, byte[] raw) throws IOException {
    while (true) {
      long length = listXattrs.invokeLong(new Object[] {raw, null, 0L});
      if (length == 0 || length < 0 && Native.getLastError() == ENOTSUP) {
        return new byte[0];
      }
      byte[] names = new byte[(int) check(path, length)];
      long got = listXattrs.invokeLong(new Object[] {raw, names, (long) names.length});
      if (got >= 0 || Native.getLastError() != ERANGE) {
        return java.util.Arrays.copyOf(names, (int) check(path, got));
      }
    }
  }

  private Optional<RawText> value(Path path, byte[] raw, String name) throws IOException {
    byte[] key = terminated(name);
    while (true) {
      long length = getXattr.invokeLong(new Object[] {raw, key, null, 0L});
      if (length < 0 && Native.getLastError() == ENODATA) {
        return Optional.empty();
      }
      byte[] value = new byte[(int) check(path, length)];
      if (value.length == 0) {
        return Optional.of(RawText.EMPTY);
      }
      long got = getXattr.invokeLong(new Object[] {raw, key, value, (long) value.length});
      if (got >= 0 || Native.getLastError() != ERANGE) {
        return Optional.of(RawText.of(java.util.Arrays.copyOf(value, (int) check(path, got))));
      }
    }
  }

  @Override
  public void setXattr(Path path, String name, RawText value) throws IOException {
    byte[] bytes = value.bytes();
    check(
        path,
        setXattr.invokeInt(
            new Object[] {terminated(path), terminated(name), bytes, (long) bytes.length, 0}));
  }

  @Override
  public List<Extent> extents(Path file, long size) throws IOException {
    int fd =
        (int)
            check(
                file,
                open.invokeInt(new Object[] {terminated(file), O_RDONLY_NOFOLLOW_CLOEXEC, 0}));
    try {
      List<Extent> extents = new ArrayList<>();
      long at = 0;
      while (at < size) {
        long data = seek.invokeLong(new Object[] {fd, at, SEEK_DATA});
        if (data < 0 && Native.getLastError() == ENXIO || data >= size) {
          break;
        }
        check(file, data);
        long hole =
            extents.size() == MOST_EXTENTS - 1
                ? size
                : Math.min(size, check(file, seek.invokeLong(new Object[] {fd, data, SEEK_HOLE})));
        extents.add(new Extent(data, hole - data));
        at = hole;
      }
      return extents;
    } finally {
      close.invokeInt(new Object[] {fd});
    }
  }

  @Override
  public void makeNode(Path path, int kind, int major, int minor) throws IOException {
    check(
        path, mknod.invokeInt(new Object[] {terminated(path), kind | 0600, device(major, minor)}));
  }

  @Override
  public void makeSymlink(Path path, RawText target) throws IOException {
    byte[] text = java.util.Arrays.copyOf(target.bytes(), target.length() + 1);
    check(path, symlink.invokeInt(new Object[] {text, terminated(path)}));
  }

  /** As glibc's makedev does it. */
  static long device(int major, int minor) {
    long high = Integer.toUnsignedLong(major);
    long low = Integer.toUnsignedLong(minor);
    return (high & 0xfff) << 8 | (high & ~0xfffL) << 32 | (low & 0xff) | (low & ~0xffL) << 12;
  }

  @Override
  public void setModified(Path path, Instant mtime) throws IOException {
    try (Memory times = new Memory(32)) {
      times.setLong(0, 0);
      times.setLong(8, UTIME_OMIT);
      times.setLong(16, mtime.getEpochSecond());
      times.setLong(24, mtime.getNano());
      check(
          path,
          utimensat.invokeInt(
              new Object[] {AT_FDCWD, terminated(path), times, AT_SYMLINK_NOFOLLOW}));
    }
  }

  @Override
  public void extend(Path file, long size) throws IOException {
    check(file, truncate.invokeInt(new Object[] {terminated(file), size}));
  }

  private static byte[] terminated(Path path) {
    RawText raw = RawPaths.bytes(path);
    return java.util.Arrays.copyOf(raw.bytes(), raw.length() + 1);
  }

  private static byte[] terminated(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return java.util.Arrays.copyOf(bytes, bytes.length + 1);
  }

  private static long check(Path path, long result) throws IOException {
    if (result >= 0) {
      return result;
    }
    String file = path.toString();
    throw switch (Native.getLastError()) {
      case ENOENT -> new NoSuchFileException(file);
      case EEXIST -> new FileAlreadyExistsException(file);
      default -> new FileSystemException(file, null, "error " + Native.getLastError());
    };
  }
}
