package io.drover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Decision;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionJsonTest {
  private static final int CASES = 2_000;

  @Test
  void whatIsWrittenIsReadBack() {
    SplittableRandom random = new SplittableRandom(20_260_101);
    for (int i = 0; i < CASES; i++) {
      Decision decision = Decisions.random(random);
      String line = DecisionJson.toLine(decision);
      assertThat(line).as("case %d", i).doesNotContain("\n");
      assertThat(DecisionJson.parse(line)).as("case %d", i).isEqualTo(decision);
    }
  }

  @Test
  void aNameThatIsNotKnownIsPassedOver() {
    Decision decision = Decisions.numbered(1, "web");
    ObjectNode json = DecisionJson.write(decision).put("addedLater", 1);
    assertThat(DecisionJson.read(json)).isEqualTo(decision);
  }

  @Test
  void theVerdictStandsInTheText() {
    ObjectNode json = DecisionJson.write(Decisions.numbered(2, "web"));
    assertThat(json.get("acted").booleanValue()).isTrue();
    assertThat(json.get("outcome").textValue()).isEqualTo("applied");
  }

  @Test
  void whatJsonbCanNotHoldIsReplaced() {
    Decision odd = Decisions.at(Decisions.START, "a\u0000b\uD800", "web", false);
    assertThat(DecisionJson.parse(DecisionJson.toLine(odd)).id()).isEqualTo("a\uFFFDb\uFFFD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "[]",
        "{}",
        "{\"version\": 0}",
        "{\"version\": 1}",
        "{\"version\": 1, \"id\": 5}",
        "{\"version\": 1, \"id\": \"a\", \"at\": \"soon\"}",
        "{\"version\": 2, \"id\": \"a\"}"
      })
  void whatIsNoDecisionIsRefused(String text) {
    assertThatThrownBy(() -> DecisionJson.parse(text))
        .isInstanceOf(MalformedDecisionException.class);
  }
}
