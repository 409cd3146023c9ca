package io.drover.agent.observe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The node's /proc, /sys and systemd folders, wherever they are mounted, as one tree of names. */
public final class HostRoot {
  private final Path proc;
  private final Path sys;
  private final Path systemd;

  /** Folders that need not be there. */
  public HostRoot(Path proc, Path sys, Path systemd) {
    this.proc = proc;
    this.sys = sys;
    this.systemd = systemd;
  }

  /** Where a name such as {@code proc/sys/vm/swappiness} is. */
  public Path path(String name) {
    int slash = name.indexOf('/');
    Path root =
        switch (name.substring(0, slash)) {
          case "proc" -> proc;
          case "sys" -> sys;
          case "systemd" -> systemd;
          default -> throw new IllegalArgumentException("no such tree: " + name);
        };
    return root.resolve(name.substring(slash + 1));
  }

  /** Whether there is such a file or folder. */
  public boolean has(String name) {
    return Files.exists(path(name));
  }

  /** Whether it could be written. */
  public boolean isWritable(String name) {
    return Files.isWritable(path(name));
  }

  /** Its whole text, absent when it can't be read. */
  public Optional<String> read(String name) {
    // Through one large read: files of /proc/sys give their first part only to a small one.
    try {
      return Optional.of(new KernelFile().read(path(name)));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * Writes a kernel's file, which must be there.
   *
   * @throws IOException when the kernel refuses; the message is its own
   */
  public void set(String name, String value) throws IOException {
    Files.write(
        path(name),
        value.getBytes(StandardCharsets.US_ASCII),
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  /**
   * Writes an ordinary file and the folder around it.
   *
   * @throws IOException when that can't be done
   */
  public void create(String name, String text) throws IOException {
    Files.createDirectories(path(name).getParent());
    // As it is read, byte by byte.
    Files.writeString(path(name), text, StandardCharsets.ISO_8859_1);
  }

  /**
   * Removes an ordinary file, and the folder around it where nothing else is in it.
   *
   * @throws IOException when that can't be done
   */
  public void remove(String name) throws IOException {
    Files.deleteIfExists(path(name));
    Path folder = path(name).getParent();
    try (var rest = Files.list(folder)) {
      if (rest.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(folder);
  }
}
