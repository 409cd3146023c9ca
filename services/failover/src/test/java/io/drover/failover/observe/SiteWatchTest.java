package io.drover.failover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.failover.decide.Run;
import io.drover.failover.decide.Sight;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one place sees of a site, by its entry points. */
class SiteWatchTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private static Optional<Sight> together(Sight... sights) {
    return SiteWatch.together(
        Arrays.stream(sights)
            .map(sight -> new EntryWatch.Seen(new Run(sight, 1, NOW, NOW), ""))
            .toList(),
        NOW);
  }

  @Test
  void oneEntryPointThatServesIsEnough() {
    assertThat(together(Sight.DOWN, Sight.UP)).contains(Sight.UP);
    assertThat(together(Sight.UNKNOWN, Sight.UP)).contains(Sight.UP);
  }

  @Test
  void downIsWhereAllAre() {
    assertThat(together(Sight.DOWN, Sight.DOWN)).contains(Sight.DOWN);
    assertThat(together(Sight.DOWN, Sight.UNKNOWN)).contains(Sight.UNKNOWN);
  }

  @Test
  void aPlaceThatWasNotHeardSaysNothing() {
    assertThat(
            SiteWatch.together(
                List.of(
                    new EntryWatch.Seen(
                        new Run(Sight.DOWN, 5, NOW.minusSeconds(9), NOW.minusSeconds(1)), "")),
                NOW))
        .isEmpty();
  }
}
