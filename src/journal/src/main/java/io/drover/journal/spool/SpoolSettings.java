package io.drover.journal.spool;

import java.nio.file.Path;

/**
 * Where the spool is and how large it may get.
 *
 * @param directory may be shared with other instances; made when missing
 * @param instance whose records these are; part of file names
 * @param capBytes at this size nothing more is taken
 */
public record SpoolSettings(Path directory, String instance, long capBytes) {
  private static final long LARGEST_SEGMENT_BYTES = 8L << 20;
  private static final int SEGMENTS_IN_CAP = 8;

  public SpoolSettings {
    if (capBytes < SEGMENTS_IN_CAP) {
      throw new IllegalArgumentException("the spool's cap is too small: " + capBytes + " bytes");
    }
  }

  /** A segment is closed at this size, and removed as a whole when drained. */
  long segmentBytes() {
    return Math.min(LARGEST_SEGMENT_BYTES, capBytes / SEGMENTS_IN_CAP);
  }

  /** The start of the names of this instance's streams. */
  String streamPrefix() {
    return instance.replaceAll("[^A-Za-z0-9._-]", "_") + "~";
  }
}
