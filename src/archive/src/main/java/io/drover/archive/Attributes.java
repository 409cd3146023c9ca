package io.drover.archive;

import io.drover.archive.files.SystemCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * Gives what was restored its owner, permissions, extended attributes and time, in this order: a
 * new owner takes setuid and capabilities away. What the file system or a lack of rights refuses is
 * told.
 */
final class Attributes {
  static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE = permissions("rw-------");
  static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER = permissions("rwx------");
  static final FileAttribute<Set<PosixFilePermission>> PUBLIC_FOLDER = permissions("rwxr-xr-x");

  private static final long LARGEST_ID = 0xfffffffeL;

  private final SystemCalls calls;
  private final Missing missing;

  /** Hears of what could not be set. */
  interface Missing {
    void miss(EntryName name, String what);
  }

  Attributes(SystemCalls calls, Missing missing) {
    this.calls = calls;
    this.missing = missing;
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  void set(Path path, Entry entry) throws IOException {
    own(path, entry);
    if (entry.type() != EntryType.SYMLINK) {
      attempt(entry, "permissions", () -> Files.setAttribute(path, "unix:mode", entry.mode()));
    }
    for (Map.Entry<String, RawText> one : entry.xattrs().entrySet()) {
      attempt(
          entry,
          "the attribute " + one.getKey(),
          () -> calls.setXattr(path, one.getKey(), one.getValue()));
    }
    attempt(entry, "the time", () -> calls.setModified(path, entry.mtime()));
  }

  private void own(Path path, Entry entry) throws IOException {
    if (entry.uid() > LARGEST_ID || entry.gid() > LARGEST_ID) {
      throw new ArchiveException(
          "%s: owner %d:%d is none".formatted(entry.path(), entry.uid(), entry.gid()));
    }
    Map<String, Object> now = Files.readAttributes(path, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
    attempt(
        entry,
        "the owner",
        () -> {
          if (!now.get("uid").equals((int) entry.uid())) {
            Files.setAttribute(path, "unix:uid", (int) entry.uid(), LinkOption.NOFOLLOW_LINKS);
          }
          if (!now.get("gid").equals((int) entry.gid())) {
            Files.setAttribute(path, "unix:gid", (int) entry.gid(), LinkOption.NOFOLLOW_LINKS);
          }
        });
  }

  private interface Call {
    void run() throws IOException;
  }

  private void attempt(Entry entry, String what, Call call) {
    try {
      call.run();
    } catch (IOException | UnsupportedOperationException refused) {
      missing.miss(entry.path(), "%s can't be set: %s".formatted(what, refused.getMessage()));
    }
  }
}
