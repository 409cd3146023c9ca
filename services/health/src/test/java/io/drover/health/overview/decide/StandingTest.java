package io.drover.health.overview.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an answer, or none, comes to. */
class StandingTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private static SisterStatus status(Duration ago, String... missing) {
    return new SisterStatus(
        NOW.minus(ago), "one-1", "enforce", false, "", List.of(), List.of(missing));
  }

  private static Standing of(Sight sight, SisterStatus last) {
    return Standing.of(sight, Optional.ofNullable(last), NOW);
  }

  @Test
  void whoAnswersIsUpOrSaysWhatIsMissing() {
    SisterStatus well = status(Duration.ZERO);
    assertThat(of(new Sight.Answered(well), well))
        .isEqualTo(new Standing(Standing.State.UP, "", List.of(well), Duration.ZERO));
    SisterStatus ill = status(Duration.ZERO, "engine: away", "journal: away");
    assertThat(of(new Sight.Answered(ill), ill))
        .isEqualTo(
            new Standing(
                Standing.State.DEGRADED,
                "engine: away; journal: away",
                List.of(ill),
                Duration.ZERO));
  }

  @Test
  void whoIsSilentIsShownAsItWasLastWithTheAgeOfThat() {
    SisterStatus old = status(Duration.ofMinutes(3));
    assertThat(of(new Sight.Failed("no answer"), old))
        .isEqualTo(
            new Standing(
                Standing.State.UNREACHABLE, "no answer", List.of(old), Duration.ofMinutes(3)));
    assertThat(of(new Sight.Failed("no answer"), null))
        .isEqualTo(new Standing(Standing.State.UNREACHABLE, "no answer", List.of(), Duration.ZERO));
  }

  @Test
  void whoIsJustBeingAskedIsShownAsItWasLast() {
    SisterStatus recent = status(Duration.ofSeconds(1));
    assertThat(of(new Sight.Busy(), recent).state()).isEqualTo(Standing.State.UP);
    assertThat(of(new Sight.Busy(), recent).age()).isEqualTo(Duration.ofSeconds(1));
    assertThat(of(new Sight.Busy(), null).state()).isEqualTo(Standing.State.UNREACHABLE);
  }

  @Test
  void whoIsNotDeployedIsNoErrorAndNothingOfItIsShown() {
    assertThat(of(new Sight.Absent("no such service"), status(Duration.ofDays(1))))
        .isEqualTo(
            new Standing(Standing.State.ABSENT, "no such service", List.of(), Duration.ZERO));
  }

  @Test
  void aClockThatWasSetBackMakesNothingYoungerThanNew() {
    assertThat(of(new Sight.Failed("no answer"), status(Duration.ofSeconds(-5))).age())
        .isEqualTo(Duration.ZERO);
  }
}
