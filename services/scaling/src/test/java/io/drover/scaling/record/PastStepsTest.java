package io.drover.scaling.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.scaling.decide.Ownership;
import io.drover.scaling.decide.ScalingHistory.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PastStepsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private static Decision scaled(String id, int secondsAgo, int from, int to, String why) {
    return decision(id, secondsAgo, from, to, why, new Outcome.Applied(""));
  }

  private static Decision decision(
      String id, int secondsAgo, int from, int to, String why, Outcome outcome) {
    Plan.Step step =
        new Plan.Step(
            new SetReplicas("s1", "shop_web", 7, from, to), List.of(Reason.of(why, "because")));
    return new Decision(
        id,
        NOW.minusSeconds(secondsAgo),
        "scaling",
        "i1",
        "shop_web",
        "s1",
        "",
        new Plan(List.of(step), List.of(), List.of()),
        List.of(outcome),
        Map.of());
  }

  private static ServiceMemory fresh() {
    return ServiceMemory.startingAt(3, NOW);
  }

  @Test
  void stepsThatWereTakenCountAgain() {
    ServiceMemory memory =
        PastSteps.addTo(
            fresh(), List.of(scaled("2", 30, 6, 5, "Rescale"), scaled("1", 90, 2, 6, "Rescale")));
    assertThat(memory.history().scaleUps()).containsExactly(new Step(4, NOW.minusSeconds(90)));
    assertThat(memory.history().scaleDowns()).containsExactly(new Step(1, NOW.minusSeconds(30)));
    assertThat(memory.ownership()).isEqualTo(new Ownership.SetTo(5, NOW.minusSeconds(30)));
  }

  @Test
  void theStartStillCountsAsTheOnlyRecommendation() {
    ServiceMemory memory = PastSteps.addTo(fresh(), List.of(scaled("1", 90, 2, 6, "Rescale")));
    assertThat(memory.history().recommendations()).isEqualTo(fresh().history().recommendations());
  }

  @Test
  void whatTheEngineDidNotTakeIsNoStep() {
    ServiceMemory memory =
        PastSteps.addTo(
            fresh(),
            List.of(
                decision("2", 30, 2, 9, "Rescale", new Outcome.Conflict("")),
                decision(
                    "1",
                    60,
                    2,
                    9,
                    "Rescale",
                    new Outcome.Failed(Outcome.Kind.UNAVAILABLE, "away"))));
    assertThat(memory).isEqualTo(fresh());
  }

  @Test
  void puttingBackIsNoStepButSetsTheCount() {
    ServiceMemory memory = PastSteps.addTo(fresh(), List.of(scaled("1", 9, 2, 5, "ReplicasReset")));
    assertThat(memory.history().scaleUps()).isEmpty();
    assertThat(memory.ownership()).isEqualTo(new Ownership.SetTo(5, NOW.minusSeconds(9)));
  }

  @Test
  void restoringTwiceDoublesNothing() {
    List<Decision> past =
        List.of(scaled("2", 30, 6, 5, "Rescale"), scaled("1", 90, 2, 6, "Rescale"));
    ServiceMemory once = PastSteps.addTo(fresh(), past);
    assertThat(PastSteps.addTo(once, past)).isEqualTo(once);
  }

  @Test
  void whatThisProcessDidMeanwhileIsNewer() {
    ServiceMemory mine =
        new ServiceMemory(fresh().history(), new Ownership.SetTo(8, NOW.minusSeconds(1)));
    assertThat(PastSteps.addTo(mine, List.of(scaled("1", 90, 2, 6, "Rescale"))).ownership())
        .isEqualTo(new Ownership.SetTo(8, NOW.minusSeconds(1)));
  }
}
