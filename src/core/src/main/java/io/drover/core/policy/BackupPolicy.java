package io.drover.core.policy;

import java.util.List;
import java.util.Objects;

/**
 * Backup of a service's volumes.
 *
 * @param schedule when
 * @param volumes which, by name; empty for all that the service mounts
 * @param stop whether the service is stopped meanwhile
 * @param before command run in a task first; empty text for none
 * @param keep what is kept of the backups made before
 */
public record BackupPolicy(
    ZonedCron schedule, List<String> volumes, boolean stop, String before, Retention keep)
    implements Concern {
  public BackupPolicy {
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(keep, "keep");
    volumes = List.copyOf(volumes);
  }
}
