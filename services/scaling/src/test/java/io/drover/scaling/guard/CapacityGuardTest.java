package io.drover.scaling.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only room is asked for; nothing is ever added. */
class CapacityGuardTest {
  private static final Reason WHY = Reason.of("Rescale", "load");

  private static Plan plan(int from, int to) {
    Plan.Step step = new Plan.Step(new SetReplicas("s", "web", 7, from, to), List.of(WHY));
    return new Plan(List.of(step), List.of(), List.of(WHY));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 4, 2, 4",
    "2, 4, 2147483647, 4",
    "2, 4, 1, 3",
    "5, 2, 0, 2",
    "5, 2, 9, 2",
    "1, 1000000, 2147483647, 1000000",
  })
  void aStepGoesAsFarAsThereIsRoom(int from, int to, int room, int reached) {
    Plan guarded = new CapacityGuard().apply(plan(from, to), room);
    assertThat(guarded.steps())
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.action()).isEqualTo(new SetReplicas("s", "web", 7, from, reached)));
    boolean limited =
        guarded.reasons().stream().anyMatch(r -> r.code().equals("LimitedByCapacity"));
    assertThat(limited).isEqualTo(reached != to);
    assertThat(guarded.held()).isEmpty();
  }

  @Test
  void withoutRoomTheStepIsHeldAndSaysSo() {
    Plan guarded = new CapacityGuard().apply(plan(2, 4), 0);
    assertThat(guarded.steps()).isEmpty();
    assertThat(guarded.held())
        .singleElement()
        .matches(held -> held.by().code().equals("NoCapacity"));
  }

  @Test
  void aPlanWithoutStepsStaysAsItIs() {
    Plan nothing = Plan.nothing(List.of(WHY));
    assertThat(new CapacityGuard().apply(nothing, 0)).isEqualTo(nothing);
  }
}
