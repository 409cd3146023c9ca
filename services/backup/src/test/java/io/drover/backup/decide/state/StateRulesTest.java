package io.drover.backup.decide.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.backup.decide.keep.Held.Check;
import io.drover.backup.decide.schedule.Scheduled;
import io.drover.backup.decide.schedule.Scheduled.Attempt;
import io.drover.backup.decide.state.History.Made;
import io.drover.backup.decide.state.Standing.Finding;
import io.drover.backup.decide.state.Standing.State;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import io.drover.core.policy.ZonedCron;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateRulesTest {
  private static final StateRules.Limits LIMITS =
      new StateRules.Limits(Duration.ofHours(1), Duration.ofHours(12), 3);
  private static final long MIB = 1 << 20;

  /**
   * Nightly at 03:30 UTC, labelled on the 20th at 12:00. A run is its beginning and takes 10
   * minutes; ! failed, ? is not verified, # is damaged, ~ goes on.
   */
  @ParameterizedTest(name = "at {0} after {1}: {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          26T10:00 | 26T03:30                     | OK
          27T03:29 | 26T03:30                     | OK
          27T04:30 | 26T03:30                     | OK
          27T04:31 | 26T03:30                     | MISSED
          29T12:00 | 26T03:30                     | MISSED
          27T04:31 | 27T03:30~ 26T03:30           | OVERDUE
          27T04:29 | 27T03:30~ 26T03:30           | OK
          26T03:45 | 26T03:30! 25T03:30           | FAILED
          26T05:00 | 26T04:10! 26T03:30! 25T03:30 | FAILED OVERDUE
          26T05:00 | 26T04:10 26T03:30! 25T03:30  | OK
          20T13:00 | none                         | NEVER
          21T04:30 | none                         | NEVER
          21T04:31 | none                         | MISSED NEVER
          21T03:50 | 21T03:30!                    | FAILED NEVER
          21T05:00 | 21T03:30!                    | FAILED OVERDUE NEVER
          26T10:00 | 26T03:30?                    | OK
          26T15:40 | 26T03:30?                    | OK
          26T15:41 | 26T03:30?                    | UNVERIFIED
          26T15:41 | 26T03:30? 25T03:30           | UNVERIFIED
          26T15:41 | 26T03:30 25T03:30?           | OK
          26T10:00 | 26T03:30#                    | DAMAGED
          26T10:00 | 26T03:30 25T03:30#           | OK
          28T10:00 | 26T03:30#                    | DAMAGED MISSED
          """)
  void whatHappenedSaysHowItStands(String now, String runs, String states) {
    Standing standing = StateRules.judge(at(now), history(runs), LIMITS);
    List<State> expected =
        states.equals("OK")
            ? List.of()
            : Arrays.stream(states.split(" ")).map(State::valueOf).toList();

    assertThat(standing.findings()).extracting(Finding::state).isEqualTo(expected);
    assertThat(standing.state()).isEqualTo(expected.isEmpty() ? State.OK : expected.getFirst());
    assertThat(standing.findings()).allMatch(finding -> !finding.text().isBlank());
    assertThat(standing.findings())
        .extracting(Finding::state)
        .as("worst first")
        .isSortedAccordingTo(Comparator.naturalOrder());
  }

  @Test
  void itSaysSinceWhenAndWhy() {
    Standing missed = StateRules.judge(at("27T05:30"), history("26T03:30"), LIMITS);
    assertThat(missed.overdueSince()).isEqualTo(at("27T03:30"));
    assertThat(missed.lastSuccess()).isEqualTo(at("26T03:40"));
    assertThat(missed.nextDue()).as("at once").isEqualTo(at("27T05:30"));
    assertThat(missed.interval()).isEqualTo(Duration.ofDays(1));
    assertThat(missed.took()).isEqualTo(Duration.ofMinutes(10));
    assertThat(missed.verified()).isTrue();
    assertThat(missed.findings().getFirst().text())
        .isEqualTo("a backup was due at 2026-11-27T03:30:00Z, 2h ago, and no run was begun");

    Standing failed =
        StateRules.judge(at("26T04:00"), history("26T03:50! 26T03:30! 25T03:30"), LIMITS);
    assertThat(failed.findings().getFirst().text())
        .isEqualTo("the last 2 runs failed, at 2026-11-26T04:00:00Z: disk full");

    Standing fresh = StateRules.judge(at("20T13:00"), history(null), LIMITS);
    assertThat(fresh.lastSuccess()).isEqualTo(Instant.EPOCH);
    assertThat(fresh.overdueSince()).isEqualTo(Instant.MAX);
    assertThat(fresh.nextDue()).isEqualTo(at("21T03:30"));
  }

  @Test
  void whereNobodyAskedForChecksNoneIsMissing() {
    StateRules.Limits unchecked = new StateRules.Limits(Duration.ofHours(1), Duration.ZERO, 3);
    assertThat(StateRules.judge(at("26T23:00"), history("26T03:30?"), unchecked).findings())
        .isEmpty();
  }

  @ParameterizedTest(name = "{0} MiB after {1}: {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          100  | 100 100 100                 | false
          299  | 100 100 100                 | false
          310  | 100 100 100                 | true
          34   | 100 100 100                 | false
          33   | 100 100 100                 | true
          0    | 100 100 100                 | true
          100  | 0 0 0                       | true
          10   | 1 1 1                       | false
          500  | 100 100                     | false
          500  | none                        | false
          110  | 100 900 100 100 5 100 100   | false
          500  | 100 100 100 100 100 100 100 500 500 500 500 500 500 500 500 | true
          """)
  void aSizeFarFromTheMedianOfThoseBeforeIsAbnormal(long size, String before, boolean abnormal) {
    List<Made> backups = new ArrayList<>();
    backups.add(made("26T03:30", size * MIB, Check.GOOD));
    if (before != null) {
      int hours = 1;
      for (String one : before.split(" ")) {
        Instant start = at("26T03:30").minus(Duration.ofHours(hours++));
        backups.add(made(start, Long.parseLong(one) * MIB, Check.GOOD));
      }
    }
    History history = new History(scheduled(backups, List.of()), backups, false);
    assertThat(StateRules.judge(at("26T04:00"), history, LIMITS).findings())
        .extracting(Finding::state)
        .isEqualTo(abnormal ? List.of(State.ABNORMAL) : List.of());
  }

  private static History history(String runs) {
    List<Made> backups = new ArrayList<>();
    List<Attempt> failures = new ArrayList<>();
    boolean running = false;
    for (String run : runs == null ? new String[0] : runs.split(" ")) {
      Instant start = at(run.substring(0, 8));
      switch (run.substring(8)) {
        case "!" ->
            failures.add(
                new Attempt(start, start.plus(Duration.ofMinutes(10)), false, "disk full"));
        case "~" -> running = true;
        case "?" -> backups.add(made(start, 100 * MIB, Check.NONE));
        case "#" -> backups.add(made(start, 100 * MIB, Check.DAMAGED));
        default -> backups.add(made(start, 100 * MIB, Check.GOOD));
      }
    }
    return new History(scheduled(backups, failures), backups, running);
  }

  private static Scheduled scheduled(List<Made> backups, List<Attempt> failures) {
    List<Attempt> attempts = new ArrayList<>(failures);
    backups.forEach(
        made -> attempts.add(new Attempt(made.startedAt(), made.finishedAt(), true, "")));
    attempts.sort(Comparator.comparing(Attempt::startedAt).reversed());
    return new Scheduled(
        "shop_db", "shop", ZonedCron.parse("30 3 * * *"), at("20T12:00"), attempts);
  }

  private static Made made(String time, long bytes, Check check) {
    return made(at(time), bytes, check);
  }

  private static Made made(Instant start, long bytes, Check check) {
    return new Made(
        new BackupId("shop", BackupName.of(start, 1)),
        start,
        start.plus(Duration.ofMinutes(10)),
        bytes,
        check);
  }

  /** Of November 2026: 26T03:30. */
  private static Instant at(String time) {
    return Instant.parse("2026-11-" + time + ":00Z");
  }
}
