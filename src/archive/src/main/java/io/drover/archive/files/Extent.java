package io.drover.archive.files;

/**
 * A part of a file that holds data; what lies between such parts is a hole.
 *
 * @param offset where it begins
 * @param length bytes
 */
public record Extent(long offset, long length) {
  public Extent {
    if (offset < 0 || length < 0 || offset + length < 0) {
      throw new IllegalArgumentException("extent of %d at %d".formatted(length, offset));
    }
  }

  /** Where it ends. */
  public long end() {
    return offset + length;
  }
}
