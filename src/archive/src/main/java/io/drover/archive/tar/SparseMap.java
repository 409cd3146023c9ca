package io.drover.archive.tar;

import io.drover.archive.ArchiveException;
import io.drover.archive.files.Extent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a sparse file's data lies, as GNU tar's PAX format 1.0 writes it before them: the number of
 * parts, then offset and length of each, a decimal number a line, filled up with NULs to a block.
 *
 * @param size length of the file
 * @param extents the parts with data in their order
 */
public record SparseMap(long size, List<Extent> extents) {
  /** Bounds what reading one costs. */
  static final int MOST_EXTENTS = 1 << 20;

  public SparseMap {
    extents = List.copyOf(extents);
    long at = 0;
    for (Extent one : extents) {
      if (one.offset() < at || one.end() > size) {
        throw new IllegalArgumentException(
            "a part of %d bytes at %d, in a file of %d"
                .formatted(one.length(), one.offset(), size));
      }
      at = one.end();
    }
  }

  /** Without any hole. */
  public static SparseMap dense(long size) {
    return new SparseMap(size, size == 0 ? List.of() : List.of(new Extent(0, size)));
  }

  /** Whether there is no hole. */
  public boolean isDense() {
    return data() == size;
  }

  /** Bytes of data. */
  public long data() {
    return extents.stream().mapToLong(Extent::length).sum();
  }

  byte[] written() {
    // A hole at the end has to be marked by an empty part, or GNU tar makes the file too short.
    boolean endsInHole = size > 0 && (extents.isEmpty() || extents.getLast().end() < size);
    StringBuilder text = new StringBuilder();
    text.append(extents.size() + (endsInHole ? 1 : 0)).append('\n');
    for (Extent one : extents) {
      text.append(one.offset()).append('\n').append(one.length()).append('\n');
    }
    if (endsInHole) {
      text.append(size).append('\n').append(0).append('\n');
    }
    int padded = (text.length() + TarHeader.BLOCK - 1) / TarHeader.BLOCK * TarHeader.BLOCK;
    return java.util.Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), padded);
  }

  /** Reads one from blocks. */
  interface Blocks {
    /** The next block of the member. */
    byte[] next() throws IOException;
  }

  /** Reads a map; takes whole blocks. */
  static SparseMap read(Blocks blocks, long size) throws IOException {
    Numbers numbers = new Numbers(blocks);
    long count = numbers.next();
    if (count > MOST_EXTENTS) {
      throw new ArchiveException("a sparse file of %d parts".formatted(count));
    }
    List<Extent> extents = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long offset = numbers.next();
      long length = numbers.next();
      // GNU tar marks the end of a file with a hole there by an empty part.
      if (length > 0) {
        extents.add(extent(offset, length));
      }
    }
    try {
      return new SparseMap(size, extents);
    } catch (IllegalArgumentException wrong) {
      throw new ArchiveException("a sparse file with " + wrong.getMessage(), wrong);
    }
  }

  private static Extent extent(long offset, long length) throws ArchiveException {
    try {
      return new Extent(offset, length);
    } catch (IllegalArgumentException wrong) {
      throw new ArchiveException("a sparse file with an " + wrong.getMessage(), wrong);
    }
  }

  private static final class Numbers {
    private final Blocks blocks;
    private byte[] block = new byte[0];
    private int at;

    Numbers(Blocks blocks) {
      this.blocks = blocks;
    }

    long next() throws IOException {
      long number = 0;
      for (int digits = 0; digits <= 19; digits++) {
        if (at == block.length) {
          block = blocks.next();
          at = 0;
        }
        byte one = block[at++];
        if (one == '\n' && digits > 0) {
          return number;
        }
        if (one < '0' || one > '9' || number > (Long.MAX_VALUE - 9) / 10) {
          break;
        }
        number = number * 10 + one - '0';
      }
      throw new ArchiveException("a sparse file whose map has no number where one must be");
    }
  }
}
