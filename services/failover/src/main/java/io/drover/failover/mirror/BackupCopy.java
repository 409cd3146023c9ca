package io.drover.failover.mirror;

import java.time.Instant;
import java.util.List;

/**
 * A backup, as its service tells of it.
 *
 * @param volumes names of the volumes in it
 * @param pointInTime of which moment the data is
 * @param isGood whether it was read again, and found as it was written
 */
public record BackupCopy(List<String> volumes, Instant pointInTime, boolean isGood) {
  public BackupCopy {
    volumes = List.copyOf(volumes);
  }
}
