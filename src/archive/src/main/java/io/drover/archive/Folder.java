package io.drover.archive;

import io.drover.archive.files.RawPaths;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The names in a folder, a bounded number at a time: in order where the folder is of a usual size,
 * as the file system has them where it is huge.
 */
final class Folder implements AutoCloseable {
  /** Names that are held, and sorted, at once. */
  static final int BATCH = 8192;

  private final EntryName name;
  private final DirectoryStream<Path> stream;
  private final Iterator<Path> rest;
  private Iterator<EntryName> batch = List.<EntryName>of().iterator();

  Folder(Path path, EntryName name) throws IOException {
    this.name = name;
    this.stream = Files.newDirectoryStream(path);
    this.rest = stream.iterator();
    refill();
  }

  EntryName name() {
    return name;
  }

  boolean hasNext() throws IOException {
    if (!batch.hasNext()) {
      refill();
    }
    return batch.hasNext();
  }

  EntryName next() {
    return batch.next();
  }

  private void refill() throws IOException {
    List<RawText> names = new ArrayList<>();
    try {
      while (names.size() < BATCH && rest.hasNext()) {
        names.add(RawPaths.lastPart(rest.next()));
      }
    } catch (DirectoryIteratorException failed) {
      throw failed.getCause();
    }
    if (names.size() < BATCH) {
      // All of it was read: deep trees of folders hold nothing open.
      stream.close();
    }
    names.sort((one, other) -> java.util.Arrays.compareUnsigned(one.bytes(), other.bytes()));
    batch = names.stream().map(name::child).iterator();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
