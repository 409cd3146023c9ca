package io.drover.health.route.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long rounds follow quickly after the last change. */
class PaceTest {
  private static final Instant CHANGE = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest(name = "{0} s after a change, tasks moving {1}: {2}")
  @CsvSource({
    "0, false, true", "2, false, true", "3, false, false",
    "3, true, true", "29, true, true", "30, true, false"
  })
  void quick(long seconds, boolean moving, boolean quick) {
    Instant now = CHANGE.plusSeconds(seconds);
    assertThat(new Pace(CHANGE).isQuick(moving, now)).isEqualTo(quick);
    assertThat(new Pace(CHANGE).seen(true, now).isQuick(moving, now)).isTrue();
  }
}
