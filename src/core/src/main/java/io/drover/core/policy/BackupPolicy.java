package io.drover.core.policy;

import io.drover.core.model.Bandwidth;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Backup of a service's volumes.
 *
 * @param schedule when
 * @param volumes which, by name; empty for all that the service mounts
 * @param pause what happens to the service meanwhile
 * @param rate how fast each volume is read at most; {@link #UNLIMITED} for as fast as it goes
 * @param check command that must succeed where a backup was restored for a test; empty text for
 *     none
 * @param keep what is kept of the backups made before
 */
public record BackupPolicy(
    ZonedCron schedule,
    List<String> volumes,
    Pause pause,
    Bandwidth rate,
    String check,
    Retention keep)
    implements Concern {
  /** No limit. */
  public static final Bandwidth UNLIMITED = new Bandwidth(Long.MAX_VALUE);

  /**
   * How the service holds still while its volumes are read.
   *
   * @param stop whether it is stopped
   * @param order stopped from the lowest to the highest, and started in reverse
   * @param before command run in a task first; empty text for none
   * @param after command run in a task afterwards; empty text for none
   * @param timeout how long each command, and stopping, may take
   */
  public record Pause(boolean stop, int order, String before, String after, Duration timeout) {
    /** Goes on as if nothing happened. */
    public static final Pause NONE = new Pause(false, 0, "", "", Duration.ofMinutes(10));

    public Pause {
      Objects.requireNonNull(before, "before");
      Objects.requireNonNull(after, "after");
      Objects.requireNonNull(timeout, "timeout");
    }
  }

  public BackupPolicy {
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(pause, "pause");
    Objects.requireNonNull(rate, "rate");
    Objects.requireNonNull(check, "check");
    Objects.requireNonNull(keep, "keep");
    volumes = List.copyOf(volumes);
  }

  /** Whether there is a limit to how fast volumes are read. */
  public boolean limited() {
    return !rate.equals(UNLIMITED);
  }
}
