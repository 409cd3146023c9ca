package io.drover.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which bounds hold when. */
class ScheduledBoundsTest {
  private static final List<SchedulePolicy> SCHEDULES =
      List.of(
          schedule("evening", "0 18 * * * Europe/Berlin for 5h: min=4 max=10"),
          schedule("lunch", "30 11 * * * Europe/Berlin for 2h: min=3"),
          schedule("night", "0 22 * * * Europe/Berlin for 8h: max=3"),
          schedule("party", "0 20 31 12 * Europe/Berlin for 6h: min=9 max=20"));

  private static SchedulePolicy schedule(String name, String window) {
    return new SchedulePolicy(name, ReplicaWindow.parse(window));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The service's own: 2 to 8.
        "2026-01-05T09:00:00Z | 2 | 8  | ''",
        "2026-01-05T10:30:00Z | 3 | 8  | lunch",
        "2026-01-05T12:29:59Z | 3 | 8  | lunch",
        "2026-01-05T12:30:00Z | 2 | 8  | ''",
        "2026-01-05T17:00:00Z | 4 | 10 | evening",
        // The highest of the fewest, the highest of the most.
        "2026-01-05T21:00:00Z | 4 | 10 | evening night",
        "2026-01-05T22:00:00Z | 2 | 3  | night",
        "2026-12-31T19:30:00Z | 9 | 20 | evening party",
        // The night began before midnight.
        "2026-01-06T04:59:59Z | 2 | 3  | night",
        "2026-01-06T05:00:00Z | 2 | 8  | ''",
      })
  void theBoundsOfAMoment(Instant now, int min, int max, String open) {
    ScheduledBounds bounds = ScheduledBounds.at(now, 2, 8, SCHEDULES);
    assertThat(bounds.min()).isEqualTo(min);
    assertThat(bounds.max()).isEqualTo(max);
    assertThat(String.join(" ", bounds.open().stream().map(w -> w.schedule().name()).toList()))
        .isEqualTo(open);
  }

  @Test
  void shouldTheFewestBeMoreThanTheMostTheFewestHold() {
    List<SchedulePolicy> apart =
        List.of(
            schedule("up", "0 0 * * * for 2h: min=6"), schedule("cap", "0 1 * * * for 2h: max=3"));
    assertThat(ScheduledBounds.at(Instant.parse("2026-01-05T01:30:00Z"), 2, 8, apart))
        .matches(bounds -> bounds.min() == 6 && bounds.max() == 6);
  }

  @Test
  void aWindowIsAsLongAsItSaysWhenClocksChange() {
    ReplicaWindow night = ReplicaWindow.parse("0 22 * * * Europe/Berlin for 8h: max=3");
    for (String day : List.of("2026-03-28", "2026-10-24", "2026-06-01")) {
      ReplicaWindow.Opening opening = night.next(Instant.parse(day + "T12:00:00Z"), 1).getFirst();
      assertThat(Duration.between(opening.start(), opening.end())).isEqualTo(Duration.ofHours(8));
      assertThat(night.openAt(opening.start())).contains(opening);
      assertThat(night.openAt(opening.end().minusNanos(1))).contains(opening);
      assertThat(night.openAt(opening.end())).isEmpty();
    }
  }

  @Test
  void aWindowThatOpensAgainWhileItIsOpenStaysOpen() {
    ReplicaWindow hourly = ReplicaWindow.parse("0 * * * * for 90m: min=3");
    assertThat(hourly.openAt(Instant.parse("2026-01-05T10:15:00Z")))
        .contains(
            new ReplicaWindow.Opening(
                Instant.parse("2026-01-05T10:00:00Z"), Instant.parse("2026-01-05T11:30:00Z")));
  }

  @Test
  void theNextFiveAreShown() {
    assertThat(
            ReplicaWindow.parse("0 18 * * MON-FRI Europe/Berlin for 5h: min=4")
                .next(Instant.parse("2026-03-26T12:00:00Z"), 5))
        .extracting(opening -> opening.start().toString())
        .containsExactly(
            "2026-03-26T17:00:00Z",
            "2026-03-27T17:00:00Z",
            "2026-03-30T16:00:00Z",
            "2026-03-31T16:00:00Z",
            "2026-04-01T16:00:00Z");
  }

  @Test
  void anOpenWindowSaysUntilWhen() {
    ScheduledBounds bounds =
        ScheduledBounds.at(Instant.parse("2026-01-05T17:00:00Z"), 2, 8, SCHEDULES);
    assertThat(bounds.open().getFirst())
        .hasToString("window evening, open until 2026-01-05T22:00:00Z: min=4 max=10");
  }
}
