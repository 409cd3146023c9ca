package io.drover.scaling.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The replay is repeatable, and its yardstick is one. */
class ReplayTest {
  private static final Workload WORKLOAD = Workload.spiky(7);

  private static Replay drover() {
    return Replay.of(WORKLOAD, Scaler.drover(Map.of("drover.scale.cpu", "70%")), 7);
  }

  @Test
  void theSameSeedGivesTheSameWeek() {
    assertThat(Workload.spiky(7).cores()).isEqualTo(WORKLOAD.cores());
    assertThat(drover().replicas()).isEqualTo(drover().replicas());
  }

  @Test
  void nobodyNeedsLessOrLosesLessThanTheIdeal() {
    Replay ideal = Replay.ideal(WORKLOAD);
    Replay threshold = Replay.of(WORKLOAD, Scaler.threshold(Duration.ofSeconds(15), false), 7);
    for (Replay week : new Replay[] {drover(), threshold}) {
      assertThat(week.replicaHours()).isGreaterThan(ideal.replicaHours());
      assertThat(week.overloaded()).isGreaterThanOrEqualTo(ideal.overloaded());
      assertThat(IntStream.of(week.replicas()))
          .allMatch(count -> count >= ReplayedService.MIN && count <= ReplayedService.MAX);
    }
  }

  @Test
  void aTaskThatIsResizedIsKilledLessOften() {
    assertThat(LeakReplay.of(true, 7).kills()).isLessThan(LeakReplay.of(false, 7).kills());
  }
}
