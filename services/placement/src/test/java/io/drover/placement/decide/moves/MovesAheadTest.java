package io.drover.placement.decide.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Reason;
import io.drover.core.model.Rollout;
import io.drover.placement.decide.moves.MoveRecord.Lie;
import io.drover.placement.decide.moves.MoveRecord.Move;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which moves a drain waits for. */
class MovesAheadTest {
  private static MoveRecord open(String service) {
    Surge surge = new Surge(service, 2, 3, 2);
    return MoveRecord.none(service)
        .begin(new Move.Raising(surge, new Lie("a", "b", "a:2")), Given.NOW);
  }

  private static MoveFacts facts(Rollout web) {
    Given given = Given.nodes("a", "b");
    given.service("web", 3).rollout(web);
    given.service("api", 3);
    return given.facts();
  }

  @Test
  void nothingIsAheadWhereNoMoveIsOpen() {
    assertThat(MovesAhead.of(List.of(MoveRecord.none("web")), facts(Rollout.NONE))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Rollout.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PAUSED", "ROLLBACK_PAUSED"})
  void anOpenMoveEndsFirst(Rollout rollout) {
    assertThat(MovesAhead.of(List.of(open("web")), facts(rollout)))
        .map(Reason::text)
        .hasValue("a task of web is being moved: that ends first");
  }

  @ParameterizedTest
  @EnumSource(
      value = Rollout.class,
      names = {"PAUSED", "ROLLBACK_PAUSED"})
  void oneThatWaitsForAnOperatorDoesNotHoldTheNode(Rollout rollout) {
    assertThat(MovesAhead.of(List.of(open("web")), facts(rollout))).isEmpty();
  }

  @Test
  void anotherOneBesideItStillDoes() {
    assertThat(MovesAhead.of(List.of(open("web"), open("api")), facts(Rollout.PAUSED)))
        .map(Reason::text)
        .hasValue("a task of api is being moved: that ends first");
  }

  @Test
  void aServiceThatIsGoneEndsItsMoveInTheNextRound() {
    assertThat(MovesAhead.of(List.of(open("gone")), facts(Rollout.NONE))).isPresent();
  }
}
