package io.drover.runtime.pause;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be asked for. */
class PauseRequestTest {

  @ParameterizedTest
  @ValueSource(strings = {"1s", "30m", "7d", "PT5M", "1500ms"})
  void lengthsThatCanBe(String length) {
    assertThat(new PauseRequest(length, "moving house", "").problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "1ms", "999ms", "8d", "7d1ms", "", "5", "-5m", "1.5h"})
  void lengthsThatCanNot(String length) {
    assertThat(new PauseRequest(length, "moving house", "").problems())
        .singleElement()
        .asString()
        .startsWith("for: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\0", "\u001b[31mred", "tab\there"})
  void controlCharactersAreRefused(String text) {
    assertThat(new PauseRequest("5m", text, text).problems())
        .containsExactly(
            "why: expected 1 to 500 characters on one line",
            "by: expected at most 500 characters on one line");
  }

  @Test
  void allMistakesAreSaidAtOnce() {
    assertThat(new PauseRequest("x", " ", "y".repeat(501)).problems()).hasSize(3);
    assertThat(new PauseRequest(null, null, null).problems()).hasSize(2);
    assertThat(new PauseRequest("5m", "\u00fcber Nacht \u2013 Umzug", "ann").problems()).isEmpty();
  }
}
