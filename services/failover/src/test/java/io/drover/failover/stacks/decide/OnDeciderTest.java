package io.drover.failover.stacks.decide;

import static io.drover.core.model.TaskState.RUNNING;
import static io.drover.core.model.TaskState.STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.failover.site.Description;
import io.drover.failover.stacks.Site;
import io.drover.failover.stacks.SiteService;
import io.drover.failover.stacks.SiteStacks;
import io.drover.failover.stacks.SwitchResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnDeciderTest {
  private static final Map<String, String> TWO = Map.of(SiteService.REPLICAS, "2");
  private static final Map<String, String> OFF = Map.of(SiteService.OFF, "5");

  @Test
  void theNamedStartOneAfterTheOther() {
    assertThat(started(new Site().with("web", 0, TWO).with("db", 0, TWO).seen(), "db", "web"))
        .containsExactly("db");
    assertThat(
            started(
                new Site().with("web", 0, TWO).with("db", 2, TWO, RUNNING, STARTING).seen(),
                "db",
                "web"))
        .isEmpty();
    assertThat(
            started(
                new Site().with("web", 0, TWO).with("db", 2, TWO, RUNNING, RUNNING).seen(),
                "db",
                "web"))
        .containsExactly("web");
  }

  @Test
  void theOthersStartTogetherAfterThem() {
    SiteStacks seen =
        new Site()
            .with("web", 0, TWO)
            .with("db", 2, TWO, RUNNING, RUNNING)
            .withGlobal("log", true, Map.of())
            .seen();
    assertThat(started(seen, "db")).containsExactly("log", "web");
  }

  @Test
  void allUpIsDone() {
    SiteStacks seen =
        new Site()
            .with("db", 2, TWO, RUNNING, RUNNING)
            .withGlobal("log", false, Map.of(), RUNNING)
            .seen();
    assertThat(decide(seen, seen, "db")).isEqualTo(Step.done("all services are up"));
  }

  @Test
  void aCountThatTheAutoscalerMovedIsItsOwn() {
    SiteStacks seen = new Site().with("db", 3, TWO, RUNNING, RUNNING, RUNNING).seen();
    assertThat(decide(seen, seen).result()).isInstanceOf(SwitchResult.Done.class);
  }

  @Test
  void aServiceOfNoneStaysAtNone() {
    SiteStacks seen = new Site().with("db", 0, Map.of(SiteService.REPLICAS, "0")).seen();
    assertThat(decide(seen, seen).result()).isInstanceOf(SwitchResult.Done.class);
  }

  @Test
  void aGlobalServiceIsUpOnceItHasTasksAndAllRun() {
    for (SiteStacks seen :
        List.of(
            new Site().withGlobal("log", false, Map.of()).seen(),
            new Site().withGlobal("log", false, Map.of(), RUNNING, STARTING).seen())) {
      assertThat(decide(seen, seen).writes()).isEmpty();
      assertThat(decide(seen, seen).result()).isInstanceOf(SwitchResult.Waiting.class);
    }
  }

  @Test
  void thePrimaryTakesItsCountsFromTheStandby() {
    Step step =
        decide(new Site().with("db", 0, OFF).seen(), new Site().with("db", 2, TWO).seen(), "db");
    assertThat(step.writes()).hasSize(1);
    assertThat(((Write.OnWith) step.writes().getFirst()).replicas()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "two", "1.5"})
  void nothingStartsWithoutACount(String label) {
    SiteStacks seen =
        new Site().with("db", 0, TWO).with("web", 0, Map.of(SiteService.REPLICAS, label)).seen();
    Step step = decide(seen, seen, "db");
    assertThat(step.writes()).isEmpty();
    assertThat(step.result())
        .isEqualTo(
            new SwitchResult.Failed(
                "app_web has no valid label drover.failover.replicas at the stand-by"));
  }

  @Test
  void nothingStartsWithoutAServiceThatIsNamed() {
    SiteStacks seen = new Site().with("web", 0, TWO).seen();
    Step step = decide(seen, seen, "db", "web");
    assertThat(step.writes()).isEmpty();
    assertThat(step.result()).isEqualTo(new SwitchResult.Failed("service app_db is not there"));
  }

  @Test
  void anEmptySiteIsNotUp() {
    SiteStacks none = new Site().seen();
    assertThat(decide(none, none).result())
        .isEqualTo(new SwitchResult.Failed("no service of stack app is there"));
  }

  private static Step decide(SiteStacks seen, SiteStacks standby, String... order) {
    return OnDecider.decide(seen, standby, List.of(new Description.Stack("app", List.of(order))));
  }

  private static List<String> started(SiteStacks seen, String... order) {
    return decide(seen, seen, order).writes().stream()
        .map(write -> write.service().view().id())
        .toList();
  }
}
