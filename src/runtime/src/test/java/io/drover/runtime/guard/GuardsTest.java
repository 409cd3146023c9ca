package io.drover.runtime.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.core.decision.Guard;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Rollout;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.pause.PauseState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Guards take away and say why; nothing else. */
class GuardsTest {
  private static final PauseState RUNNING = new PauseState.Running();
  private static final PauseState PAUSED =
      new PauseState.Paused(Instant.parse("2026-01-01T12:30:00Z"), "ann", "moving house");
  private static final PauseState UNREADABLE = new PauseState.Unreadable("no manager answers");
  private static final LeaseView MINE = lease("me", true, true);
  private static final LeaseView THEIRS = lease("other", false, false);

  private static LeaseView lease(String holder, boolean mine, boolean acting) {
    return new LeaseView(
        "drover.lease.scaling", holder, 3, "2026-01-01T12:00:00Z", mine, acting, "");
  }

  private static GuardContext context(
      Mode mode, PauseState pause, LeaseView lease, Rollout rollout) {
    return new GuardContext(mode, pause, lease, rollout);
  }

  private static GuardContext with(PauseState pause) {
    return context(Mode.ENFORCE, pause, MINE, Rollout.NONE);
  }

  private static GuardContext with(LeaseView lease) {
    return context(Mode.ENFORCE, RUNNING, lease, Rollout.NONE);
  }

  private static Plan.Step step(int to) {
    return new Plan.Step(
        new Action.SetReplicas("s1", "web", 7, 1, to), List.of(Reason.of("CpuHigh", "cpu at 90%")));
  }

  private static Plan plan(int steps) {
    return new Plan(
        IntStream.range(0, steps).mapToObj(GuardsTest::step).toList(),
        List.of(new Plan.Held(step(99), Reason.of("Earlier", "held before"))),
        List.of(Reason.of("CpuHigh", "cpu at 90%")));
  }

  private static Reason held(GuardContext context) {
    Plan guarded = Guards.standard().apply(plan(2), context);
    assertThat(guarded.steps()).isEmpty();
    assertThat(guarded.held()).hasSize(3);
    assertThat(guarded.held().get(1).by()).isEqualTo(guarded.held().get(2).by());
    return guarded.held().get(1).by();
  }

  @Test
  void whenAllIsWellThePlanStaysAsItIs() {
    assertThat(Guards.standard().apply(plan(2), with(RUNNING))).isEqualTo(plan(2));
  }

  @ParameterizedTest
  @EnumSource(Rollout.class)
  void aServiceThatIsBeingRolledOutIsLeftAlone(Rollout rollout) {
    GuardContext context = context(Mode.ENFORCE, RUNNING, MINE, rollout);
    if (rollout.isBusy()) {
      assertThat(held(context).code()).isEqualTo("RolloutInProgress");
    } else {
      assertThat(Guards.standard().apply(plan(2), context)).isEqualTo(plan(2));
    }
  }

  @Test
  void eachGuardSaysWhatAnOperatorUnderstands() {
    assertThat(held(context(Mode.ENFORCE, RUNNING, MINE, Rollout.ROLLBACK_STARTED)).text())
        .contains("rollback started");
    assertThat(held(context(Mode.OBSERVE, RUNNING, MINE, Rollout.NONE)).code())
        .isEqualTo("Observing");
    assertThat(held(with(PAUSED)).text()).contains("ann", "moving house", "2026-01-01T12:30:00Z");
    assertThat(held(with(UNREADABLE))).isEqualTo(Reason.of("Paused", "no manager answers"));
    assertThat(held(with(THEIRS)).text()).contains("drover.lease.scaling", "other");
    assertThat(held(with(THEIRS)).numbers()).containsEntry("epoch", "3");
    assertThat(held(with(lease("me", true, false))).text()).contains("must not act at this moment");
    assertThat(held(with(lease("", false, false))).text()).contains("nobody");
  }

  @Test
  void whatSeveralWouldHoldIsHeldByTheFirst() {
    assertThat(held(context(Mode.OBSERVE, PAUSED, THEIRS, Rollout.UPDATING)).code())
        .isEqualTo("RolloutInProgress");
    assertThat(held(context(Mode.OBSERVE, PAUSED, THEIRS, Rollout.NONE)).code())
        .isEqualTo("Observing");
    assertThat(held(context(Mode.ENFORCE, PAUSED, THEIRS, Rollout.NONE)).code())
        .isEqualTo("Paused");
    assertThat(held(context(Mode.ENFORCE, RUNNING, THEIRS, Rollout.NONE)).code())
        .isEqualTo("NotLeaseHolder");
  }

  @Test
  void aPlanThatDoesNothingStaysAsItIs() {
    Plan nothing = Plan.nothing(List.of(Reason.of("AtTarget", "cpu at its target")));
    assertThat(
            Guards.standard()
                .apply(nothing, context(Mode.OBSERVE, PAUSED, THEIRS, Rollout.UPDATING)))
        .isEqualTo(nothing);
  }

  @Test
  void guardsOnlyTakeAway() {
    for (long seed = 0; seed < 5_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Plan plan = plan(random.nextInt(5));
      GuardContext context =
          context(
              pick(random, Mode.values()),
              pick(random, RUNNING, PAUSED, UNREADABLE),
              pick(random, MINE, THEIRS, lease("me", true, false)),
              pick(random, Rollout.values()));
      Guard<GuardContext> guard =
          pick(
              random,
              List.of(
                  new RolloutGuard(),
                  new ObserveModeGuard(),
                  new PauseGuard(),
                  new LeaseGuard(),
                  Guards.standard()));
      Plan guarded = guard.apply(plan, context);

      List<Plan.Step> before = new ArrayList<>(wanted(plan));
      assertThat(plan.steps()).as("seed %d", seed).containsAll(guarded.steps());
      assertThat(guarded.held()).as("seed %d", seed).startsWith(plan.held().getFirst());
      assertThat(wanted(guarded)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(before);
      assertThat(guarded.reasons()).as("seed %d", seed).isEqualTo(plan.reasons());
      assertThat(guard.apply(guarded, context)).as("seed %d", seed).isEqualTo(guarded);
    }
  }

  private static List<Plan.Step> wanted(Plan plan) {
    return Stream.concat(plan.steps().stream(), plan.held().stream().map(Plan.Held::step)).toList();
  }

  @SafeVarargs
  private static <T> T pick(SplittableRandom random, T... choices) {
    return pick(random, List.of(choices));
  }

  private static <T> T pick(SplittableRandom random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
