package io.drover.runtime.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Resources;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What replaces tasks waits for other services' tasks; what doesn't goes on. */
class OneAtATimeGuardTest {
  private static final Reason WHY = Reason.of("Test", "because");
  private static final Plan.Step OF_THE_SERVICE =
      step(
          new Action.ResizeService(
              "s1",
              "web",
              7,
              new Allotment(Resources.NONE, Resources.NONE),
              new Allotment(Resources.NONE, Resources.NONE.withPids(50))));
  private static final Plan.Step OF_A_TASK =
      step(new Action.ResizeTask("s1", "web", "t1", Resources.NONE.withPids(50)));
  private static final Plan PLAN =
      new Plan(List.of(OF_THE_SERVICE, OF_A_TASK), List.of(), List.of(WHY));

  private static Plan.Step step(Action action) {
    return new Plan.Step(action, List.of(WHY));
  }

  @Test
  void whileAnotherServicesTasksAreReplacedNoneAre() {
    Plan guarded = new OneAtATimeGuard().apply(PLAN, Optional.of("db"));
    assertThat(guarded.steps()).containsExactly(OF_A_TASK);
    assertThat(guarded.held())
        .containsExactly(
            new Plan.Held(
                OF_THE_SERVICE,
                Reason.of("OneAtATime", "waits until the tasks of db are replaced")));
    assertThat(guarded.reasons()).isEqualTo(PLAN.reasons());
  }

  @Test
  void otherwiseThePlanStaysAsItIs() {
    assertThat(new OneAtATimeGuard().apply(PLAN, Optional.empty())).isEqualTo(PLAN);
  }
}
