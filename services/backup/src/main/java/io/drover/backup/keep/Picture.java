package io.drover.backup.keep;

import io.drover.backup.decide.keep.Keeping;
import io.drover.backup.decide.keep.RetentionRules;
import io.drover.backup.decide.keep.Verdict;
import io.drover.backup.decide.schedule.ScheduleRules;
import io.drover.backup.decide.schedule.Scheduled;
import io.drover.backup.decide.schedule.Scheduled.Attempt;
import io.drover.backup.decide.state.History;
import io.drover.backup.decide.state.Standing;
import io.drover.backup.decide.state.StateRules;
import io.drover.backup.manifest.Trigger;
import io.drover.backup.record.BackupRecord;
import io.drover.backup.record.RunRecord;
import io.drover.backup.run.RunView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be done about backups at a moment, and how it stands with them: the rules applied to
 * what is known.
 *
 * @param due runs that are to begin
 * @param standings of each service, by name
 * @param verdicts on each backup
 */
record Picture(ScheduleRules.Due due, List<Standing> standings, List<Verdict> verdicts) {
  Picture {
    standings = List.copyOf(standings);
    verdicts = List.copyOf(verdicts);
  }

  /**
   * Applies the rules.
   *
   * @param backups that are there
   * @param runs that are over, newest first
   * @param live runs that are under way
   * @param most runs that may be under way at a time
   */
  static Picture of(
      Instant now,
      List<PolicyReader.Backed> services,
      List<BackupRecord> backups,
      List<RunRecord> runs,
      List<RunView> live,
      StateRules.Limits limits,
      int most) {
    Set<String> running = new HashSet<>();
    live.forEach(run -> running.add(run.stack()));
    List<Scheduled> scheduled = new ArrayList<>();
    List<Standing> standings = new ArrayList<>();
    Map<String, Keeping> keeping = new HashMap<>();
    for (PolicyReader.Backed service : services) {
      List<BackupRecord> own =
          backups.stream()
              .filter(backup -> backup.services().contains(service.name()))
              .sorted(Comparator.comparing(BackupRecord::startedAt).reversed())
              .toList();
      Scheduled one =
          new Scheduled(
              service.name(),
              service.stack(),
              service.policy().schedule(),
              service.changedAt(),
              attempts(service.name(), own, runs));
      scheduled.add(one);
      History history =
          new History(
              one,
              own.stream().map(BackupRecord::made).toList(),
              running.contains(service.stack()));
      standings.add(StateRules.judge(now, history, limits));
      // Who is only observed has nothing removed.
      if (!service.observed()) {
        keeping.put(
            service.name(),
            new Keeping(service.policy().keep(), service.policy().schedule().zone()));
      }
    }
    standings.sort(Comparator.comparing(Standing::service));
    return new Picture(
        ScheduleRules.decide(now, scheduled, running, most - live.size()),
        standings,
        RetentionRules.decide(backups.stream().map(BackupRecord::held).toList(), keeping));
  }

  /**
   * The runs of a service, newest first: all that made a backup as its schedule asks for, also
   * those that only the store tells of, and the scheduled ones that made none.
   */
  private static List<Attempt> attempts(
      String service, List<BackupRecord> own, List<RunRecord> runs) {
    List<Attempt> attempts = new ArrayList<>();
    own.stream()
        .filter(BackupRecord::answersSchedules)
        .forEach(made -> attempts.add(new Attempt(made.startedAt(), made.finishedAt(), true, "")));
    runs.stream()
        .filter(run -> !run.succeeded() && run.trigger() == Trigger.SCHEDULE)
        .filter(run -> run.services().contains(service))
        .forEach(run -> attempts.add(run.attempt()));
    attempts.sort(Comparator.comparing(Attempt::startedAt).reversed());
    return attempts;
  }
}
