package io.drover.archive;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing in a volume, as the index holds it.
 *
 * @param path where
 * @param type what
 * @param size bytes of a file's content, holes included; 0 for everything else
 * @param mode permissions with setuid, setgid and sticky, 0 to 07777
 * @param uid owner
 * @param gid group
 * @param mtime last change of the content, to the nanosecond
 * @param sha256 of a file's content, lower-case hex; empty for everything else
 * @param link a symlink's target as it stands there; the path that a hard link shares its file
 *     with; else empty
 * @param device of a device node
 * @param xattrs extended attributes by their whole names: {@code user.…}, {@code
 *     security.capability}, {@code system.posix_acl_access}
 * @param changed the file changed while it was read: its content is what was read, which need not
 *     be what it held at any one moment
 */
public record Entry(
    EntryName path,
    EntryType type,
    long size,
    int mode,
    long uid,
    long gid,
    Instant mtime,
    String sha256,
    RawText link,
    Device device,
    SortedMap<String, RawText> xattrs,
    boolean changed) {

  /**
   * What a device node stands for; zeros for no device.
   *
   * @param major the driver
   * @param minor its unit
   */
  public record Device(int major, int minor) {
    /** No device. */
    public static final Device NONE = new Device(0, 0);
  }

  public Entry {
    if (size < 0 || mode < 0 || mode > 07777 || uid < 0 || gid < 0) {
      throw new IllegalArgumentException(
          "%s: size %d, mode %o, owner %d:%d".formatted(path, size, mode, uid, gid));
    }
    xattrs = Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
  }

  /** The same with what was found out by reading it. */
  public Entry read(String digest, boolean hasChanged) {
    return new Entry(
        path, type, size, mode, uid, gid, mtime, digest, link, device, xattrs, hasChanged);
  }
}
