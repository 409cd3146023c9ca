package io.drover.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a schedule's moments come, above all where clocks change. */
class OccurrencesTest {

  private static Occurrences times(String text) {
    return new Occurrences(ZonedCron.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // cron                          | after                | next
        "0 18 * * MON-FRI Europe/Berlin  | 2026-01-02T16:59:59Z | 2026-01-02T17:00:00Z",
        "0 18 * * MON-FRI Europe/Berlin  | 2026-01-02T17:00:00Z | 2026-01-05T17:00:00Z",
        "0 18 * * * Europe/Berlin        | 2026-07-01T12:00:00Z | 2026-07-01T16:00:00Z",
        // Spring, 2026-03-29 02:00 to 03:00 is skipped: at the first moment after the gap.
        "30 2 * * * Europe/Berlin        | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z",
        "30 2 * * * Europe/Berlin        | 2026-03-29T01:00:00Z | 2026-03-30T00:30:00Z",
        "0,30 2-3 * * * Europe/Berlin    | 2026-03-29T01:00:00Z | 2026-03-29T01:30:00Z",
        // Every hour: the skipped one has no moments.
        "30 * * * * Europe/Berlin        | 2026-03-29T00:30:00Z | 2026-03-29T01:30:00Z",
        // Autumn, 2026-10-25 02:00 to 03:00 is there twice: once, the first time.
        "30 2 * * * Europe/Berlin        | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z",
        "30 2 * * * Europe/Berlin        | 2026-10-25T00:30:00Z | 2026-10-26T01:30:00Z",
        // Every hour: both.
        "30 * * * * Europe/Berlin        | 2026-10-25T00:30:00Z | 2026-10-25T01:30:00Z",
        "30 1 * * * America/New_York     | 2026-10-31T12:00:00Z | 2026-11-01T05:30:00Z",
        "30 1 * * * America/New_York     | 2026-11-01T05:30:00Z | 2026-11-02T06:30:00Z",
        // Half an hour: 02:00 to 02:30 is skipped on 2026-10-04, 01:30 to 02:00 there twice on
        // 2026-04-05.
        "15 2 * * * Australia/Lord_Howe  | 2026-10-03T12:00:00Z | 2026-10-03T15:30:00Z",
        "45 1 * * * Australia/Lord_Howe  | 2026-04-04T12:00:00Z | 2026-04-04T14:45:00Z",
        "0 0 29 2 *                      | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z",
        "0 0 29 2 *                      | 2096-03-01T00:00:00Z | 2104-02-29T00:00:00Z",
        "0 0 31 * *                      | 2026-04-01T00:00:00Z | 2026-05-31T00:00:00Z",
        // Both day fields given: either; one with a star: both.
        "0 0 13 * FRI                    | 2026-01-03T00:00:00Z | 2026-01-09T00:00:00Z",
        "0 0 13 * */5                    | 2026-01-03T00:00:00Z | 2026-02-13T00:00:00Z",
        "0 0 * * 7                       | 2026-01-03T00:00:00Z | 2026-01-04T00:00:00Z",
      })
  void theNextMoment(String cron, Instant after, Instant next) {
    assertThat(times(cron).after(after)).contains(next);
    Instant justBefore = next.minusNanos(1);
    assertThat(times(cron).after(justBefore)).contains(next);
    assertThat(times(cron).between(justBefore, next)).contains(next);
    assertThat(times(cron).between(after, next.minusNanos(1))).isEqualTo(Optional.empty());
    assertThat(times(cron).between(next, next)).isEmpty();
  }

  @Test
  void theRarestMomentsAreStillFound() {
    // A 29 February that is a Sunday, across 2100, which is no leap year.
    Instant found =
        times("0 0 29 2 */7").after(Instant.parse("2088-03-01T00:00:00Z")).orElseThrow();
    assertThat(found).isEqualTo(Instant.parse("2128-02-29T00:00:00Z"));
  }

  /** Minute by minute through a year with both changes, from the zone's rules alone. */
  private static TreeSet<Instant> byHand(ZonedCron times, Instant from, Instant to) {
    ZoneRules rules = times.zone().getRules();
    TreeSet<Instant> moments = new TreeSet<>();
    boolean everyHour = times.cron().hour().isOpen();
    for (Instant at = from; at.isBefore(to); at = at.plus(1, ChronoUnit.MINUTES)) {
      LocalDateTime local = LocalDateTime.ofInstant(at, times.zone());
      boolean first = rules.getValidOffsets(local).getFirst().equals(rules.getOffset(at));
      if (matches(times.cron(), local) && (everyHour || first)) {
        moments.add(at);
      }
      ZoneOffsetTransition change = rules.previousTransition(at.plusNanos(1));
      if (!everyHour && change != null && change.getInstant().equals(at) && change.isGap()) {
        LocalDateTime skipped = change.getDateTimeBefore();
        for (; skipped.isBefore(change.getDateTimeAfter()); skipped = skipped.plusMinutes(1)) {
          if (matches(times.cron(), skipped)) {
            moments.add(at);
          }
        }
      }
    }
    return moments;
  }

  private static boolean matches(Cron cron, LocalDateTime local) {
    boolean day = cron.dayOfMonth().values().contains(local.getDayOfMonth());
    boolean weekday = cron.dayOfWeek().values().contains(local.getDayOfWeek().getValue() % 7);
    boolean both = cron.dayOfMonth().isOpen() || cron.dayOfWeek().isOpen();
    return cron.minute().values().contains(local.getMinute())
        && cron.hour().values().contains(local.getHour())
        && cron.month().values().contains(local.getMonthValue())
        && (both ? day && weekday : day || weekday);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "America/St_Johns",
        "Africa/Casablanca",
        "Pacific/Apia"
      })
  void theSameAsCountingMinutes(String zone) {
    SplittableRandom random = new SplittableRandom(zone.hashCode());
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    Instant to = Instant.parse("2027-01-01T00:00:00Z");
    List<String> minutes = List.of("0", "30", "*/20", "5,45");
    List<String> hours = List.of("*", "1-3", "2", "*/2", "0", "23");
    List<String> days = List.of("*", "1", "29-31", "*/2");
    List<String> weekdays = List.of("*", "SUN", "MON-FRI", "*/3");
    for (int i = 0; i < 6; i++) {
      ZonedCron cron =
          ZonedCron.parse(
              String.join(
                  " ",
                  minutes.get(random.nextInt(minutes.size())),
                  hours.get(random.nextInt(hours.size())),
                  days.get(random.nextInt(days.size())),
                  "*",
                  weekdays.get(random.nextInt(weekdays.size())),
                  zone));
      TreeSet<Instant> expected = byHand(cron, from, to);
      TreeSet<Instant> found = new TreeSet<>();
      Occurrences times = new Occurrences(cron);
      Optional<Instant> next = times.after(from.minusNanos(1));
      while (next.isPresent() && next.get().isBefore(to)) {
        found.add(next.get());
        next = times.after(next.get());
      }
      assertThat(found).as(cron.toString()).isEqualTo(expected);
      for (int j = 0; j < 50; j++) {
        Instant now = from.plusSeconds(random.nextLong(Duration.ofDays(365).toSeconds()));
        Instant oldest = now.minus(Duration.ofHours(random.nextInt(1, 24 * 31)));
        Instant last = expected.floor(now);
        if (oldest.isAfter(from)) {
          assertThat(times.between(oldest, now))
              .as("%s between %s and %s", cron, oldest, now)
              .isEqualTo(Optional.ofNullable(last).filter(at -> at.isAfter(oldest)));
        }
      }
    }
  }

  @Test
  void aZoneWithoutChangesIsPlain() {
    assertThat(ZoneId.of("Asia/Kathmandu").getRules().isFixedOffset()).isFalse();
    assertThat(times("0 6 * * * Asia/Kathmandu").after(Instant.parse("2026-05-01T00:00:00Z")))
        .contains(Instant.parse("2026-05-01T00:15:00Z"));
  }
}
