package io.drover.placement.decide.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Reason;
import io.drover.core.model.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeWatchTest {
  private static final Duration STABLE = Duration.ofMinutes(2);

  private NodeWatch watch = NodeWatch.NONE;
  private Instant now = Given.NOW;
  private List<NodeView> nodes = List.of();

  private void look(String state, String availability) {
    nodes = Given.nodes("a").node("b", state, availability).facts().nodes();
    watch = watch.after(nodes, now);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Optional<String> unrest() {
    return watch.unrest(nodes, now, STABLE).map(Reason::code);
  }

  @Test
  void whoHasJustBegunToLookTakesEveryNodeForOneThatHasJustCome() {
    look("ready", "active");
    assertThat(unrest()).contains("NodeJustCame");
    pass(STABLE);
    look("ready", "active");
    assertThat(unrest()).isEmpty();
  }

  @Test
  void aNodeThatCameBackHasToStayForAWhile() {
    look("ready", "active");
    pass(STABLE);
    look("down", "active");
    assertThat(unrest()).contains("NodeDown");
    look("ready", "active");
    pass(STABLE.minusSeconds(1));
    look("ready", "active");
    assertThat(unrest()).contains("NodeJustCame");
    pass(Duration.ofSeconds(1));
    assertThat(unrest()).isEmpty();
  }

  @Test
  void aNodeThatComesAndGoesIsNotReliedOnForAnHour() {
    for (int i = 0; i < NodeWatch.FLAPPING; i++) {
      look("ready", "active");
      pass(STABLE);
      look("down", "active");
    }
    look("ready", "active");
    pass(STABLE);
    look("ready", "active");
    assertThat(unrest()).contains("NodeFlapping");
    pass(Duration.ofHours(1));
    look("ready", "active");
    assertThat(unrest()).isEmpty();
  }

  @Test
  void aNodeThatIsDrainedIsNotWaitedFor() {
    look("down", "drain");
    pass(STABLE);
    look("down", "drain");
    assertThat(unrest()).isEmpty();
  }
}
