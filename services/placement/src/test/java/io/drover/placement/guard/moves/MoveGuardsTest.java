package io.drover.placement.guard.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.policy.TimeWindow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoveGuardsTest {
  private static final Plan PLAN =
      new Plan(
          List.of(
              new Plan.Step(
                  new Action.SetReplicas("s", "web", 1, 3, 4),
                  List.of(Reason.of("Uneven", "it is")))),
          List.of(),
          List.of());

  private static String heldBy(Plan plan) {
    return plan.held().isEmpty() ? "" : plan.held().getFirst().by().code();
  }

  @Test
  void movesEndWithTheBudget() {
    BudgetGuard guard = new BudgetGuard();
    assertThat(guard.apply(PLAN, new BudgetGuard.Context(9, 10))).isEqualTo(PLAN);
    assertThat(heldBy(guard.apply(PLAN, new BudgetGuard.Context(10, 10)))).isEqualTo("MoveBudget");
    assertThat(heldBy(guard.apply(PLAN, new BudgetGuard.Context(0, 0)))).isEqualTo("MoveBudget");
  }

  @Test
  void movesBeginInTheirWindows() {
    MoveWindowGuard guard = new MoveWindowGuard();
    List<TimeWindow> night = TimeWindow.parseList("0 2 * * * UTC for 3h");
    Instant inside = Instant.parse("2026-01-01T04:59:00Z");
    Instant outside = Instant.parse("2026-01-01T05:01:00Z");
    assertThat(guard.apply(PLAN, new MoveWindowGuard.Context(inside, night))).isEqualTo(PLAN);
    assertThat(heldBy(guard.apply(PLAN, new MoveWindowGuard.Context(outside, night))))
        .isEqualTo("OutsideWindow");
    assertThat(guard.apply(PLAN, new MoveWindowGuard.Context(outside, List.of()))).isEqualTo(PLAN);
  }

  @Test
  void movesWaitForRest() {
    UnrestGuard guard = new UnrestGuard();
    assertThat(guard.apply(PLAN, List.of())).isEqualTo(PLAN);
    assertThat(heldBy(guard.apply(PLAN, List.of(Reason.of("NodeDown", "node3 is down")))))
        .isEqualTo("NodeDown");
  }
}
