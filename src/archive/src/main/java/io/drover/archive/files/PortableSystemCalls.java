package io.drover.archive.files;

import io.drover.archive.RawText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the JDK alone can do: of extended attributes those of users, holes by blocks of zeros (the
 * content is the same, a file that was allocated in advance becomes sparse), no device nodes.
 */
final class PortableSystemCalls implements SystemCalls {
  private static final String USER = "user.";
  private static final int BLOCK = 64 * 1024;

  /** Less isn't worth reading a file twice. */
  private static final long WORTH_IT = 1 << 20;

  @Override
  public String lacks() {
    return "the kernel's calls can't be had here: access control lists, capabilities, fifos, sockets, device nodes and links' times are not saved or restored";
  }

  @Override
  public SortedMap<String, RawText> xattrs(Path path) throws IOException {
    SortedMap<String, RawText> all = new TreeMap<>();
    UserDefinedFileAttributeView view = view(path);
    if (view == null || Files.isSymbolicLink(path)) {
      return all;
    }
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return all;
    }
    for (String name : view.list()) {
      ByteBuffer value = ByteBuffer.allocate(view.size(name));
      view.read(name, value);
      all.put(USER + name, RawText.of(java.util.Arrays.copyOf(value.array(), value.position())));
    }
    return all;
  }

  private static UserDefinedFileAttributeView view(Path path) {
    return Files.getFileAttributeView(
        path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void setXattr(Path path, String name, RawText value) throws IOException {
    if (!name.startsWith(USER)) {
      throw new IOException("only attributes of users can be set here");
    }
    view(path).write(name.substring(USER.length()), ByteBuffer.wrap(value.bytes()));
  }

  @Override
  public List<Extent> extents(Path file, long size) throws IOException {
    if (size < WORTH_IT) {
      return List.of(new Extent(0, size));
    }
    List<Extent> extents = new ArrayList<>();
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      long at = 0;
      while (at < size) {
        block.clear().limit((int) Math.min(BLOCK, size - at));
        int got = channel.read(block, at);
        if (got <= 0) {
          break;
        }
        if (!isZero(block.array(), got)) {
          append(extents, new Extent(at, got));
        }
        at += got;
      }
    }
    return extents;
  }

  private static void append(List<Extent> extents, Extent next) {
    Extent last = extents.isEmpty() ? null : extents.getLast();
    if (last != null && last.end() == next.offset()) {
      extents.set(extents.size() - 1, new Extent(last.offset(), last.length() + next.length()));
    } else {
      extents.add(next);
    }
  }

  private static boolean isZero(byte[] block, int length) {
    for (int i = 0; i < length; i++) {
      if (block[i] != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void makeNode(Path path, int kind, int major, int minor) throws IOException {
    throw new IOException("special files can't be made here");
  }

  @Override
  public void makeSymlink(Path path, RawText target) throws IOException {
    Path absolute = RawPaths.of(target);
    boolean relative = target.at(0) != '/' && absolute.isAbsolute();
    Files.createSymbolicLink(path, relative ? Path.of("/").relativize(absolute) : absolute);
  }

  @Override
  public void setModified(Path path, Instant mtime) throws IOException {
    // Opening a fifo to set its time would wait for somebody to write to it.
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(FileTime.from(mtime), null, null);
    }
  }

  @Override
  public void extend(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (channel.size() < size) {
        channel.write(ByteBuffer.allocate(1), size - 1);
      }
    }
  }
}
