package io.drover.archive.files;

import io.drover.archive.RawText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * What files need of the kernel beyond the JDK. No call follows a symbolic link at the path's end.
 */
public interface SystemCalls {

  /** The kernel's own calls where they can be had, else what the JDK can do. */
  static SystemCalls best() {
    return NativeSystemCalls.load().orElseGet(PortableSystemCalls::new);
  }

  /** What is lost for want of the kernel's calls; empty where nothing is. */
  String lacks();

  /** All extended attributes. */
  SortedMap<String, RawText> xattrs(Path path) throws IOException;

  /** Sets one extended attribute. */
  void setXattr(Path path, String name, RawText value) throws IOException;

  /**
   * Which parts of a file hold data, in their order.
   *
   * @param size how far to look
   */
  List<Extent> extents(Path file, long size) throws IOException;

  /**
   * Makes a fifo, a socket or a device node.
   *
   * @param kind of file, {@code S_IF…} of {@code <sys/stat.h>}
   */
  void makeNode(Path path, int kind, int major, int minor) throws IOException;

  /** Makes a symbolic link with exactly this target. */
  void makeSymlink(Path path, RawText target) throws IOException;

  /** Sets when the content changed last, to the nanosecond. */
  void setModified(Path path, Instant mtime) throws IOException;

  /** Makes a file longer by a hole at its end. */
  void extend(Path file, long size) throws IOException;
}
