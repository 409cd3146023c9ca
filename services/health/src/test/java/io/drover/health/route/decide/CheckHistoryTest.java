package io.drover.health.route.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What results in a row come to, with rise 2 and fall 3. */
class CheckHistoryTest {
  private static final CheckRules RULES =
      new CheckRules(2, 3, Duration.ofSeconds(2), Duration.ofMillis(100), Duration.ofSeconds(1));

  @ParameterizedTest(name = "{0}: {1}, settled {2}")
  @CsvSource(
      textBlock =
          """
          '',       Pending,     false
          +,        Pending,     false
          ++,       Passing,     true
          ++-,      Passing,     false
          ++--,     Passing,     false
          ++---,    Failing,     true
          ++--+,    Passing,     true
          ++--x,    Unreachable, true
          ++xx-,    Failing,     true
          ++---+,   Failing,     false
          ++---++,  Passing,     true
          -,        Pending,     false
          ---,      Pending,     false
          ------------------------------, Failing, true
          xxx,      Unreachable, true
          xxx+,     Unreachable, false
          xxx++,    Passing,     true
          +-+-+-,   Pending,     false
          """)
  void comesTo(String results, String health, boolean settled) {
    CheckHistory history = CheckHistory.NONE;
    for (char result : results.toCharArray()) {
      history =
          history.after(
              switch (result) {
                case '+' -> new ProbeResult.Passed();
                case '-' -> new ProbeResult.Failed("answered 503");
                default -> new ProbeResult.NoWay("no route to it");
              },
              RULES);
    }
    assertThat(history.health().getClass().getSimpleName()).isEqualTo(health);
    assertThat(history.isSettled()).isEqualTo(settled);
  }
}
