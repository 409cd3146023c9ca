package io.drover.backup.decide.schedule;

import io.drover.core.policy.ZonedCron;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A service with a schedule, and what came of it so far.
 *
 * @param service its name
 * @param stack whose it is, as backups name it
 * @param schedule when it is to be backed up
 * @param since as long as there was no run, moments up to this one don't count: the service was
 *     changed then, so that the schedule may be newer than they are
 * @param attempts its runs that are over, newest first; scheduled or not
 */
public record Scheduled(
    String service, String stack, ZonedCron schedule, Instant since, List<Attempt> attempts) {

  /**
   * A run of it that is over.
   *
   * @param startedAt when it began
   * @param endedAt when it was over
   * @param succeeded whether there is a backup
   * @param message what went wrong; empty text where nothing did
   */
  public record Attempt(Instant startedAt, Instant endedAt, boolean succeeded, String message) {
    public Attempt {
      Objects.requireNonNull(startedAt, "startedAt");
      Objects.requireNonNull(endedAt, "endedAt");
      Objects.requireNonNull(message, "message");
    }
  }

  public Scheduled {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(stack, "stack");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(since, "since");
    attempts = List.copyOf(attempts);
  }

  /** Up to when moments of the schedule are answered: by the last run, else as it is new. */
  Instant answered() {
    return attempts.stream().map(Attempt::startedAt).max(Instant::compareTo).orElse(since);
  }
}
