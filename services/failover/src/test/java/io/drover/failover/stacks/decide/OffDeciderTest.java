package io.drover.failover.stacks.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.TaskState;
import io.drover.failover.stacks.Site;
import io.drover.failover.stacks.SiteService;
import io.drover.failover.stacks.SwitchResult;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OffDeciderTest {
  private static final Map<String, String> FIVE = Map.of(SiteService.OFF, "5");

  @Test
  void writesToEachThatLacksTheCountOrTheEpoch() {
    Step step =
        OffDecider.decide(
            new Site()
                .with("runs", 2, Map.of())
                .with("idle", 0, Map.of())
                .with("earlier", 0, Map.of(SiteService.OFF, "4"))
                .with("restarted", 1, FIVE)
                .with("off", 0, FIVE)
                .withGlobal("everywhere", false, FIVE)
                .withGlobal("barred", true, Map.of())
                .withGlobal("nowhere", true, FIVE)
                .seen(),
            5);
    assertThat(step.writes())
        .extracting(write -> write.service().view().id())
        .containsExactly("runs", "idle", "earlier", "restarted", "everywhere", "barred");
    assertThat(step.writes()).allSatisfy(w -> assertThat(((Write.Off) w).epoch()).isEqualTo(5));
    assertThat(step.result()).isInstanceOf(SwitchResult.Waiting.class);
  }

  @ParameterizedTest
  @EnumSource(TaskState.class)
  void isDoneOnlyWhenNoTaskRunsOrMayComeTo(TaskState state) {
    Step step = OffDecider.decide(new Site().with("web", 0, FIVE, state).seen(), 5);
    assertThat(step.writes()).isEmpty();
    assertThat(step.result())
        .isInstanceOf(state.isTerminal() ? SwitchResult.Done.class : SwitchResult.Waiting.class);
  }

  @Test
  void anOlderMoveTouchesNothing() {
    Step step =
        OffDecider.decide(new Site().with("web", 2, Map.of()).with("db", 0, FIVE).seen(), 4);
    assertThat(step.writes()).isEmpty();
    assertThat(step.result())
        .isEqualTo(
            new SwitchResult.Failed("app_db was turned off by move 5, which is newer than move 4"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "99999999999999999999"})
  void aLabelThatNoMoveWroteIsOverwritten(String label) {
    Step step =
        OffDecider.decide(new Site().with("web", 0, Map.of(SiteService.OFF, label)).seen(), 5);
    assertThat(step.writes()).hasSize(1);
  }

  @Test
  void whereNothingIsNothingRuns() {
    assertThat(OffDecider.decide(new Site().seen(), 5).result())
        .isInstanceOf(SwitchResult.Done.class);
  }
}
