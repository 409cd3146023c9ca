package io.drover.archive.files;

import io.drover.archive.Entry;
import io.drover.archive.EntryType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/**
 * What {@code lstat} tells.
 *
 * @param type what it is; a hard link can't be told from a file by this
 * @param mode permissions with setuid, setgid and sticky
 * @param uid owner
 * @param gid group
 * @param size bytes of content; of a symlink's target
 * @param inode number on its file system
 * @param fileSystem number of that
 * @param links names that it has
 * @param mtime last change of the content
 * @param ctime last change of anything
 * @param device of a device node
 */
public record FileFacts(
    EntryType type,
    int mode,
    long uid,
    long gid,
    long size,
    long inode,
    long fileSystem,
    int links,
    Instant mtime,
    Instant ctime,
    Entry.Device device) {
  private static final String WANTED =
      "unix:mode,uid,gid,size,ino,dev,rdev,nlink,lastModifiedTime,ctime";

  /** {@code S_IFMT} and the kinds of {@code <sys/stat.h>}. */
  public static final int KIND = 0170000;

  public static final int FIFO = 0010000;
  public static final int CHARACTER_DEVICE = 0020000;
  public static final int DIRECTORY = 0040000;
  public static final int BLOCK_DEVICE = 0060000;
  public static final int FILE = 0100000;
  public static final int SYMLINK = 0120000;
  public static final int SOCKET = 0140000;

  /** Asks the kernel; a symlink is looked at itself. */
  public static FileFacts of(Path path) throws IOException {
    Map<String, Object> all = Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) all.get("mode");
    return new FileFacts(
        type(path, mode & KIND),
        mode & 07777,
        Integer.toUnsignedLong((Integer) all.get("uid")),
        Integer.toUnsignedLong((Integer) all.get("gid")),
        (Long) all.get("size"),
        (Long) all.get("ino"),
        (Long) all.get("dev"),
        (Integer) all.get("nlink"),
        ((FileTime) all.get("lastModifiedTime")).toInstant(),
        ((FileTime) all.get("ctime")).toInstant(),
        device((Long) all.get("rdev")));
  }

  /** Whether nothing speaks against it being the same file with the same content. */
  public boolean isUnchangedSince(FileFacts before) {
    return inode == before.inode
        && fileSystem == before.fileSystem
        && size == before.size
        && mtime.equals(before.mtime)
        && ctime.equals(before.ctime);
  }

  private static EntryType type(Path path, int kind) throws IOException {
    return switch (kind) {
      case FILE -> EntryType.FILE;
      case DIRECTORY -> EntryType.DIRECTORY;
      case SYMLINK -> EntryType.SYMLINK;
      case FIFO -> EntryType.FIFO;
      case SOCKET -> EntryType.SOCKET;
      case CHARACTER_DEVICE -> EntryType.CHARACTER_DEVICE;
      case BLOCK_DEVICE -> EntryType.BLOCK_DEVICE;
      default -> throw new IOException("%s: a file of kind %o".formatted(path, kind));
    };
  }

  /** As glibc's major and minor do it; 0 for what is no device. */
  private static Entry.Device device(long rdev) {
    int major = (int) (rdev >>> 8 & 0xfff | rdev >>> 32 & ~0xfffL);
    int minor = (int) (rdev & 0xff | rdev >>> 12 & ~0xffL);
    return new Entry.Device(major, minor);
  }
}
