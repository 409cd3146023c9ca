package io.drover.backup.decide.state;

import io.drover.backup.decide.keep.Held.Check;
import io.drover.backup.decide.schedule.ScheduleRules;
import io.drover.backup.decide.schedule.Scheduled;
import io.drover.backup.decide.schedule.Scheduled.Attempt;
import io.drover.backup.decide.state.History.Made;
import io.drover.backup.decide.state.Standing.Finding;
import io.drover.backup.decide.state.Standing.State;
import io.drover.backup.manifest.BackupId;
import io.drover.core.model.Bytes;
import io.drover.core.model.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says of each service how it stands with its backups. */
public final class StateRules {
  /** Fewer backups say nothing of what is usual. */
  static final int LEAST_COMPARED = 3;

  /** As many of the last backups say what is usual. */
  static final int MOST_COMPARED = 7;

  /** A smaller change is never abnormal, whatever the share: empty volumes grow tenfold soon. */
  static final long LEAST_CHANGE = 16L << 20;

  private StateRules() {}

  /**
   * How long things may take.
   *
   * @param grace from the schedule's moment until a backup should be there
   * @param verify from a backup until it should have been read again; zero where nobody asked for
   *     that
   * @param factor a backup whose size is this many times the usual one, or less than its part, is
   *     abnormal
   */
  public record Limits(Duration grace, Duration verify, int factor) {
    public Limits {
      if (factor < 2) {
        throw new IllegalArgumentException("a factor of at least 2 is expected: " + factor);
      }
    }
  }

  /** Judges one service. */
  public static Standing judge(Instant now, History history, Limits limits) {
    Scheduled scheduled = history.scheduled();
    List<Made> backups = history.backups();
    Optional<Made> newest = backups.stream().findFirst();
    Optional<Instant> missing = missing(history);
    Instant overdueSince =
        missing.filter(at -> at.plus(limits.grace()).isBefore(now)).orElse(Instant.MAX);
    List<Finding> findings = new ArrayList<>();
    newest.flatMap(made -> damaged(scheduled, made)).ifPresent(findings::add);
    failed(scheduled, newest).ifPresent(findings::add);
    if (!overdueSince.equals(Instant.MAX)) {
      late(now, history, overdueSince).ifPresent(findings::add);
    }
    if (newest.isEmpty()) {
      findings.add(
          new Finding(State.NEVER, "there is no backup of %s yet".formatted(scheduled.service())));
    }
    newest.flatMap(made -> unverified(now, scheduled, made, limits)).ifPresent(findings::add);
    abnormal(backups, limits).ifPresent(findings::add);
    Instant nextDue =
        ScheduleRules.decide(now, List.of(scheduled), java.util.Set.of(), 0)
            .next()
            .getOrDefault(scheduled.service(), Instant.MAX);
    return new Standing(
        scheduled.service(),
        scheduled.stack().equals(BackupId.NO_STACK) ? "" : scheduled.stack(),
        scheduled.schedule().toString(),
        findings,
        newest.map(Made::finishedAt).orElse(Instant.EPOCH),
        nextDue,
        overdueSince,
        interval(scheduled, now),
        newest.map(Made::bytes).orElse(0L),
        newest
            .map(made -> Duration.between(made.startedAt(), made.finishedAt()))
            .orElse(Duration.ZERO),
        newest.filter(made -> made.check() == Check.GOOD).isPresent());
  }

  /** The first moment of the schedule that no backup answers, past or future. */
  private static Optional<Instant> missing(History history) {
    Instant since = history.scheduled().since();
    Instant answered =
        history.backups().stream().map(Made::startedAt).max(Instant::compareTo).orElse(since);
    return history.scheduled().schedule().after(answered);
  }

  private static Optional<Finding> damaged(Scheduled scheduled, Made newest) {
    if (newest.check() != Check.DAMAGED) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            State.DAMAGED,
            "the newest backup of %s is damaged: %s".formatted(scheduled.service(), newest.id())));
  }

  private static Optional<Finding> failed(Scheduled scheduled, Optional<Made> newest) {
    List<Attempt> failures =
        scheduled.attempts().stream().takeWhile(attempt -> !attempt.succeeded()).toList();
    if (failures.isEmpty()) {
      return Optional.empty();
    }
    Attempt last = failures.getFirst();
    if (newest.isPresent() && newest.get().startedAt().isAfter(last.startedAt())) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            State.FAILED,
            "the last %s failed, at %s: %s"
                .formatted(
                    failures.size() == 1 ? "run" : failures.size() + " runs",
                    last.endedAt(),
                    last.message())));
  }

  private static Optional<Finding> late(Instant now, History history, Instant since) {
    String ago = Durations.format(seconds(Duration.between(since, now)));
    boolean tried =
        history.scheduled().attempts().stream()
            .anyMatch(attempt -> !attempt.startedAt().isBefore(since));
    if (history.running()) {
      return Optional.of(
          new Finding(
              State.OVERDUE,
              "a backup was due at %s, %s ago, and is still being made".formatted(since, ago)));
    }
    if (tried) {
      return Optional.of(
          new Finding(
              State.OVERDUE,
              "a backup was due at %s, %s ago, and no run made one".formatted(since, ago)));
    }
    return Optional.of(
        new Finding(
            State.MISSED,
            "a backup was due at %s, %s ago, and no run was begun".formatted(since, ago)));
  }

  private static Optional<Finding> unverified(
      Instant now, Scheduled scheduled, Made newest, Limits limits) {
    Instant until = newest.finishedAt().plus(limits.verify());
    if (limits.verify().isZero() || newest.check() != Check.NONE || !until.isBefore(now)) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            State.UNVERIFIED,
            "the newest backup of %s, of %s, was not verified within %s"
                .formatted(
                    scheduled.service(), newest.finishedAt(), Durations.format(limits.verify()))));
  }

  /** Compares with the median of those before: one odd backup among them changes nothing. */
  private static Optional<Finding> abnormal(List<Made> backups, Limits limits) {
    List<Long> before =
        backups.stream().skip(1).limit(MOST_COMPARED).map(Made::bytes).sorted().toList();
    if (before.size() < LEAST_COMPARED) {
      return Optional.empty();
    }
    long usual = before.get(before.size() / 2);
    long bytes = backups.getFirst().bytes();
    boolean far = bytes / limits.factor() > usual || usual / limits.factor() > bytes;
    if (!far || Math.abs(bytes - usual) < LEAST_CHANGE) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            State.ABNORMAL,
            "the newest backup holds %s; usual, by the last %d, are %s"
                .formatted(Bytes.of(bytes), before.size(), Bytes.of(usual))));
  }

  private static Duration interval(Scheduled scheduled, Instant now) {
    Optional<Instant> next = scheduled.schedule().after(now);
    Optional<Instant> following = next.flatMap(scheduled.schedule()::after);
    return following.map(later -> Duration.between(next.get(), later)).orElse(Duration.ZERO);
  }

  private static Duration seconds(Duration duration) {
    return duration.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
  }
}
