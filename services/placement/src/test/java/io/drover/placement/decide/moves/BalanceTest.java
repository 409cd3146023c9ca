package io.drover.placement.decide.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Rollout;
import io.drover.placement.decide.moves.Balance.Finding;
import io.drover.placement.decide.plan.PlanService.Rules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BalanceTest {
  private final Given given = Given.nodes("a", "b", "c");

  private Finding of(String service) {
    MoveFacts facts = given.facts();
    return Balance.of(facts.service(service).orElseThrow(), facts);
  }

  private String left(String service) {
    return ((Finding.Leave) of(service)).why().code();
  }

  @Test
  void aNodeThatCameBackLacksItsFairShare() {
    given.service("web", 6);
    given.runs("web", "a", "a", "a", "b", "b", "b");
    Finding.Better better = (Finding.Better) of("web");
    assertThat(better.text()).isEqualTo("c has 0 of 6 tasks, fair share 2; a has 3");
    assertThat(better.moves()).isEqualTo(2);
    assertThat(better.lie().situation()).isEqualTo("a=3,b=3,c=0");
    assertThat(better.replace()).isFalse();
  }

  @Test
  void aDifferenceOfOneCantBeMendedByAMove() {
    given.service("web", 2);
    given.runs("web", "a", "b");
    assertThat(left("web")).isEqualTo("Even");
  }

  @Test
  void aSingleTaskMovesWhereItMayStartFirst() {
    given.service("one", 1).startFirst();
    given.service("two", 1);
    given.runs("one", "a").runs("two", "a");
    Finding.Better better = (Finding.Better) of("one");
    assertThat(better.replace()).isTrue();
    assertThat(better.text()).isEqualTo("a has 2 tasks in all, b has 0");
    assertThat(left("two")).isEqualTo("StopFirst");
  }

  @Test
  void whatMustNotBeMovedIsLeftWithTheReason() {
    given.service("data", 2).keeps("volume x");
    given.service("busy", 2).rollout(Rollout.PAUSED);
    given
        .service("zones", 2)
        .rules(
            new Rules(List.of(), List.of("node.labels.zone"), 0, Set.of(), List.of(), List.of()));
    given.service("ill", 2);
    given.global("agent");
    given.runs("data", "a", "a").runs("busy", "a", "a").runs("zones", "a", "a");
    given.runs("ill", "a").starts("ill", "a").runs("agent", "a", "b", "c");
    assertThat(left("data")).isEqualTo("KeepsData");
    assertThat(left("busy")).isEqualTo("RolloutInProgress");
    assertThat(left("zones")).isEqualTo("Preferences");
    assertThat(left("ill")).isEqualTo("TooFewRunning");
    assertThat(left("agent")).isEqualTo("NotReplicated");
  }

  @Test
  void withoutRoomWhereThereAreFewestNothingIsMoved() {
    given.service("web", 4).reserving(2 * Given.CORE);
    given.service("big", 2).reserving(3 * Given.CORE);
    given.runs("web", "a", "a", "b", "b").runs("big", "c", "c");
    assertThat(left("web")).isEqualTo("NoRoom");
  }
}
