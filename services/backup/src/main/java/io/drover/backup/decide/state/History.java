package io.drover.backup.decide.state;

import io.drover.backup.decide.keep.Held.Check;
import io.drover.backup.decide.schedule.Scheduled;
import io.drover.backup.manifest.BackupId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What happened to the backups of a service.
 *
 * @param scheduled its schedule, and the runs that are over
 * @param backups that are there, newest first
 * @param running whether a run of it is under way
 */
public record History(Scheduled scheduled, List<Made> backups, boolean running) {

  /**
   * A backup that holds the service.
   *
   * @param id which
   * @param startedAt when its run began
   * @param finishedAt when it was there
   * @param bytes content of its volumes
   * @param check what reading it again said
   */
  public record Made(BackupId id, Instant startedAt, Instant finishedAt, long bytes, Check check) {
    public Made {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(check, "check");
    }
  }

  public History {
    Objects.requireNonNull(scheduled, "scheduled");
    backups = List.copyOf(backups);
  }
}
