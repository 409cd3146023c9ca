package io.drover.backup.decide.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BringBackTest {
  private static Plan decide(Optional<ServiceView.Mode> seen) {
    return BringBack.decide("id", "db", 3, seen.map(BringBackTest::service));
  }

  private static ServiceView service(ServiceView.Mode mode) {
    return new ServiceView(
        "id",
        "db",
        42,
        mode,
        Map.of(),
        Map.of(),
        Resources.NONE,
        Resources.NONE,
        Rollout.NONE,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  @Test
  void aStoppedServiceGetsItsCountBackOnTheVersionThatWasSeen() {
    assertThat(decide(Optional.of(new ServiceView.Mode.Replicated(0))).steps())
        .extracting(Plan.Step::action)
        .containsExactly(new Action.SetReplicas("id", "db", 42, 0, 3));
  }

  @Test
  void whatSomebodyChangedMeanwhileStays() {
    assertThat(decide(Optional.of(new ServiceView.Mode.Replicated(1))).steps()).isEmpty();
    assertThat(decide(Optional.of(new ServiceView.Mode.Replicated(3))).steps()).isEmpty();
    assertThat(decide(Optional.of(new ServiceView.Mode.Global())).steps()).isEmpty();
  }

  @Test
  void whatIsGoneStaysGone() {
    Plan plan = decide(Optional.empty());
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.reasons().getFirst().code()).isEqualTo("ServiceGone");
  }
}
