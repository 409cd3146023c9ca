package io.drover.core.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.drover.core.decision.Plan.Held;
import io.drover.core.decision.Plan.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  private static final Reason BUSY = Reason.of("RolloutInProgress", "the service is being updated");
  private static final Reason LOAD = Reason.of("CpuAboveTarget", "cpu at 90%, target 70%");
  private static final Step STEP =
      new Step(new Action.SetReplicas("id", "web", 7, 2, 3), List.of(LOAD));

  @Test
  void holdingMovesEveryStepAndKeepsWhatWasHeldBefore() {
    Held before = new Held(STEP, LOAD);
    Plan held = new Plan(List.of(STEP), List.of(before), List.of(LOAD)).hold(BUSY);
    assertThat(held.steps()).isEmpty();
    assertThat(held.held()).containsExactly(before, new Held(STEP, BUSY));
    assertThat(held.reasons()).containsExactly(LOAD);
  }

  @Test
  void guardsApplyOneAfterTheOther() {
    Guard<Boolean> first = (plan, hold) -> hold ? plan.hold(BUSY) : plan;
    Guard<Object> second = (plan, context) -> plan.hold(LOAD);
    Plan plan = new Plan(List.of(STEP), List.of(), List.of());
    assertThat(first.then(second).apply(plan, true).held()).containsExactly(new Held(STEP, BUSY));
    assertThat(first.then(second).apply(plan, false).held()).containsExactly(new Held(STEP, LOAD));
  }

  @Test
  void itsSummarySaysWhatIsDoneElseWhatIsNotAndWhy() {
    Plan done = new Plan(List.of(STEP), List.of(), List.of(LOAD));
    assertThat(done.summary()).isEqualTo("scale web from 2 to 3: cpu at 90%, target 70%");
    assertThat(done.summary("asked for")).isEqualTo("scale web from 2 to 3: asked for");
    assertThat(done.hold(BUSY).summary())
        .isEqualTo("cpu at 90%, target 70%; not done: the service is being updated");
    assertThat(Plan.nothing(List.of(BUSY, LOAD)).summary())
        .isEqualTo("the service is being updated");
    assertThat(Plan.nothing(List.of()).summary()).isEmpty();
  }

  @Test
  void aStepNeedsAReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Step(STEP.action(), List.of()))
        .withMessageContaining("scale web from 2 to 3");
  }

  @Test
  void replicasAreNeverNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Action.SetReplicas("id", "web", 7, 2, -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tooFew", "Too Few", "TOO_FEW", "Zu-wenig"})
  void aReasonsCodeIsCamelCase(String code) {
    assertThatIllegalArgumentException().isThrownBy(() -> Reason.of(code, "text"));
  }

  @Test
  void outcomesHaveACodeForMetrics() {
    assertThat(new Outcome.Applied("").code()).isEqualTo("applied");
    assertThat(new Outcome.Conflict("update out of sequence").code()).isEqualTo("conflict");
    assertThat(new Outcome.Failed(Outcome.Kind.NOT_FOUND, "gone").code()).isEqualTo("not_found");
  }
}
