package io.drover.backup.decide.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.backup.decide.schedule.ScheduleRules.Due;
import io.drover.backup.decide.schedule.ScheduleRules.Start;
import io.drover.backup.decide.schedule.Scheduled.Attempt;
import io.drover.core.decision.Reason;
import io.drover.core.policy.ZonedCron;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleRulesTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * Nightly at 03:30 UTC. Runs are their beginnings, which last 10 minutes; with an exclamation
   * mark they failed.
   */
  @ParameterizedTest(name = "at {0} after {1}: {2}, next {3}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          26T03:29 | 25T03:30                              | rests | 26T03:30
          26T03:30 | 25T03:30                              | due   | 26T03:30
          26T03:31 | 26T03:30                              | rests | 27T03:30
          26T09:00 | 25T03:30                              | due   | 26T09:00
          26T09:00 | 20T03:30                              | due   | 26T09:00
          26T09:01 | 26T09:00                              | rests | 27T03:30
          26T03:44 | 26T03:30!                             | rests | 26T03:45
          26T03:45 | 26T03:30!                             | due   | 26T03:45
          26T04:09 | 26T03:45! 26T03:30!                   | rests | 26T04:10
          26T04:10 | 26T03:45! 26T03:30!                   | due   | 26T04:10
          26T05:04 | 26T04:10! 26T03:45! 26T03:30!         | rests | 26T05:05
          26T05:05 | 26T04:10! 26T03:45! 26T03:30!         | due   | 26T05:05
          26T23:00 | 26T05:05! 26T04:10! 26T03:45! 26T03:30! | rests | 27T03:30
          27T03:30 | 26T05:05! 26T04:10! 26T03:45! 26T03:30! | due   | 27T03:30
          27T03:46 | 27T03:30! 26T05:05! 26T04:10! 26T03:45! 26T03:30! | due | 27T03:46
          26T23:00 | 26T12:00! 26T03:30                    | due   | 26T23:00
          26T12:00 | 26T10:00 26T03:30!                    | rests | 27T03:30
          27T03:31 | 27T03:19!                             | due   | 27T03:31
          26T03:29 | none                                  | rests | 26T03:30
          """)
  void itIsDueOnceForWhatItMissed(String now, String runs, String expected, String next) {
    Due due = decide("30 3 * * *", at("25T12:00"), now, runs);

    assertThat(due.starts()).hasSize(expected.equals("due") ? 1 : 0);
    assertThat(due.next()).containsEntry("shop_db", at(next));
  }

  @Test
  void aScheduleThatIsNewWaitsForItsFirstMoment() {
    Instant labelled = at("26T12:00");
    assertThat(decide("30 3 * * *", labelled, "26T12:01", null).starts()).isEmpty();
    assertThat(decide("30 3 * * *", labelled, "26T12:01", null).next())
        .containsEntry("shop_db", at("27T03:30"));
    assertThat(decide("30 3 * * *", labelled, "27T08:00", null).starts())
        .as("missed once, caught up")
        .hasSize(1);
    assertThat(decide("30 3 * * *", labelled, "26T12:01", "26T03:30").next())
        .as("after a run, changes of the service count no more")
        .containsEntry("shop_db", at("27T03:30"));
  }

  @Test
  void aMomentThatIsSkippedInSpringComesAfterTheGapAndOneThatIsThereTwiceComesOnce() {
    // Berlin: 02:30 isn't there on 2026-03-29, and is there twice on 2026-10-25.
    ZonedCron nightly = ZonedCron.parse("30 2 * * * Europe/Berlin");
    Scheduled spring = service(nightly, "2026-03-28T01:30:00Z");
    assertThat(ScheduleRules.next(spring, Instant.parse("2026-03-28T12:00:00Z")))
        .contains(Instant.parse("2026-03-29T01:00:00Z"));
    Scheduled autumn = service(nightly, "2026-10-25T00:30:00Z");
    assertThat(ScheduleRules.next(autumn, Instant.parse("2026-10-25T00:45:00Z")))
        .as("02:30 for the second time is none")
        .contains(Instant.parse("2026-10-26T01:30:00Z"));
  }

  private static Scheduled service(ZonedCron schedule, String ran) {
    Instant start = Instant.parse(ran);
    return new Scheduled(
        "shop_db",
        "shop",
        schedule,
        LONG_AGO,
        List.of(new Attempt(start, start.plusSeconds(60), true, "")));
  }

  @Test
  void servicesOfAStackThatAreDueTogetherRunTogether() {
    List<Scheduled> services =
        List.of(
            service("shop_db", "shop", "30 3 * * *"),
            service("shop_web", "shop", "0 3 * * *"),
            service("shop_log", "shop", "0 5 * * *"),
            service("blog_db", "blog", "30 3 * * *"));
    List<Start> starts = ScheduleRules.decide(at("26T03:30"), services, Set.of(), 10).starts();

    assertThat(starts).extracting(Start::stack).containsExactly("blog", "shop");
    assertThat(starts.get(1).services()).containsExactly("shop_db", "shop_web");
    assertThat(starts.get(1).reasons()).extracting(Reason::code).containsExactly("Due", "Due");
    assertThat(starts.get(1).reasons().get(1).text())
        .isEqualTo("shop_web is due by its schedule 0 3 * * * since 2026-11-26T03:00:00Z");
  }

  @Test
  void aStackThatIsBeingBackedUpWaitsAndSoDoesWhatHasNoRoom() {
    List<Scheduled> services =
        List.of(
            service("a_db", "a", "30 3 * * *"),
            service("b_db", "b", "30 3 * * *"),
            service("c_db", "c", "30 3 * * *"));

    assertThat(ScheduleRules.decide(at("26T03:31"), services, Set.of("a"), 10).starts())
        .extracting(Start::stack)
        .containsExactly("b", "c");
    assertThat(ScheduleRules.decide(at("26T03:31"), services, Set.of("a"), 1).starts())
        .extracting(Start::stack)
        .containsExactly("b");
    Due full = ScheduleRules.decide(at("26T03:31"), services, Set.of(), 0);
    assertThat(full.starts()).isEmpty();
    assertThat(full.next()).containsEntry("a_db", at("26T03:31"));
  }

  @Test
  void aRetrySaysWhatFailed() {
    Reason reason =
        decide("30 3 * * *", LONG_AGO, "26T03:46", "26T03:30!")
            .starts()
            .getFirst()
            .reasons()
            .getFirst();
    assertThat(reason.code()).isEqualTo("RetryAfterFailure");
    assertThat(reason.text()).contains("shop_db failed (disk full)");
    assertThat(reason.numbers()).containsEntry("late", "1m");
  }

  private static Scheduled service(String name, String stack, String cron) {
    return new Scheduled(name, stack, ZonedCron.parse(cron), LONG_AGO, attempts("25T12:00"));
  }

  private static Due decide(String cron, Instant since, String now, String runs) {
    Scheduled service =
        new Scheduled("shop_db", "shop", ZonedCron.parse(cron), since, attempts(runs));
    return ScheduleRules.decide(at(now), List.of(service), Set.of(), 10);
  }

  private static List<Attempt> attempts(String runs) {
    List<Attempt> attempts = new ArrayList<>();
    if (runs != null) {
      Arrays.stream(runs.split(" "))
          .forEach(
              run -> {
                boolean failed = run.endsWith("!");
                Instant start = at(run.replace("!", ""));
                attempts.add(
                    new Attempt(
                        start,
                        start.plus(Duration.ofMinutes(10)),
                        !failed,
                        failed ? "disk full" : ""));
              });
    }
    return attempts;
  }

  /** Of November 2026: 26T03:30. */
  private static Instant at(String time) {
    return Instant.parse("2026-11-" + time + ":00Z");
  }
}
