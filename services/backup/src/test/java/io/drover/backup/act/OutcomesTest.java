package io.drover.backup.act;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.core.decision.Outcome;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is said of steps that were not done. */
class OutcomesTest {
  @Test
  void onlyWhatWasDoneIsEnough() {
    assertThatCode(() -> Outcomes.require("it", new Outcome.Applied("")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Outcomes.require("it", new Outcome.Conflict("version 3")))
        .isInstanceOf(IOException.class)
        .hasMessage("it: it changed meanwhile: version 3");
    assertThatThrownBy(
            () -> Outcomes.require("it", new Outcome.Failed(Outcome.Kind.REJECTED, "no room")))
        .isInstanceOf(IOException.class)
        .hasMessage("it: no room");
  }
}
