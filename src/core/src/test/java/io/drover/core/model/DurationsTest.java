package io.drover.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest(name = "{0} is {1}, printed {2}")
  @CsvSource(
      textBlock =
          """
          0s,         PT0S,      0s
          60s,        PT1M,      1m
          5m,         PT5M,      5m
          1h30m,      PT1H30M,   1h30m
          2h,         PT2H,      2h
          500ms,      PT0.5S,    500ms
          7d,         PT168H,    7d
          1d2h3m4s5ms, PT26H3M4.005S, 1d2h3m4s5ms
          PT5M,       PT5M,      5m
          P1DT1H,     PT25H,     1d1h
          PT0.000001S, PT0.000001S, PT0.000001S
          """)
  void readsAndPrints(String text, Duration duration, String printed) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
    assertThat(Durations.format(duration)).isEqualTo(printed);
    assertThat(Durations.parse(printed)).isEqualTo(duration);
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {
        "",
        " ",
        "60",
        "s",
        "1.5h",
        "-5m",
        "5 m",
        "5m ",
        "30m1h",
        "5m5m",
        "5M",
        "1w",
        "5min",
        "P",
        "PT",
        "PT-5M",
        "P1Y",
        "PT5M ",
        "P99999999999999999999D",
        "99999999999s9999999999999999ms",
        "٣s",
        "1h\n"
      })
  void whatIsNotADurationIsAnErrorThatNamesIt(String text) {
    assertThatExceptionOfType(MalformedValueException.class)
        .isThrownBy(() -> Durations.parse(text))
        .satisfies(error -> assertThat(error.text()).isEqualTo(text))
        .withMessageContaining("expected a duration such as 60s");
  }

  @Test
  void aNegativeDurationIsStillPrinted() {
    assertThat(Durations.format(Duration.ofSeconds(-5))).isEqualTo("PT-5S");
  }

  @Test
  void everyDurationSurvivesPrinting() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      long seconds = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
      int nanos =
          random.nextBoolean() ? random.nextInt(1000) * 1_000_000 : random.nextInt(999_999_999);
      Duration duration = Duration.ofSeconds(seconds, nanos);
      assertThat(Durations.parse(Durations.format(duration)))
          .as("seed %d, %s", seed, duration)
          .isEqualTo(duration);
    }
  }
}
