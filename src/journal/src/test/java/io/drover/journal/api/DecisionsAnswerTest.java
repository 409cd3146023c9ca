package io.drover.journal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.journal.DecisionQuery;
import io.drover.journal.StoredDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionsAnswerTest {

  @Test
  void noTreeIsKept() {
    List<JsonNode> trees =
        new DecisionsAnswer(
                DecisionsAnswer.trees(
                    List.of(
                        StoredDecision.ofText(DecisionQuery.END, "{\"n\": 0.0000001}"),
                        StoredDecision.ofText(DecisionQuery.END, "{}"))),
                true,
                "",
                "")
            .decisions();
    assertThat(trees).extracting(JsonNode::toString).containsExactly("{\"n\":1.0E-7}", "{}");
    assertThat(trees.getFirst()).isNotSameAs(trees.getFirst());
  }
}
