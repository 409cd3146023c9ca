package io.drover.scaling.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Plan;
import io.drover.scaling.Views;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the API reads. */
class StatusBoardTest {
  private final StatusBoard board = new StatusBoard();

  private static ServiceStatus status(String id) {
    Decision decision =
        new Decision(
            "d",
            Views.NOW,
            "scaling",
            "me",
            "web",
            id,
            "",
            Plan.nothing(List.of()),
            List.of(),
            Map.of());
    return new ServiceStatus("web", id, "", "enforce", 2, 2, 2, 2, 1, 4, List.of(), decision);
  }

  @Test
  void aServiceThatIsGoneStaysForgotten() {
    board.keepOnly(Set.of("old"));
    board.put(status("old"));
    board.keepOnly(Set.of("new"));
    board.put(status("new"));
    board.put(status("old"));
    assertThat(board.all()).extracting(ServiceStatus::serviceId).containsExactly("new");
  }

  @Test
  void aStandByShowsNothing() {
    board.keepOnly(Set.of("a"));
    board.put(status("a"));
    board.standBy("ask b");
    assertThat(board.all()).isEmpty();
    assertThat(board.reasonForNone()).isEqualTo("ask b");
    board.lead();
    assertThat(board.reasonForNone()).isEmpty();
  }
}
