package io.drover.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of decisions: kept, counted, remembered. */
class DecisionRecorderTest {
  private final List<Decision> kept = new ArrayList<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final RecentDecisions recent = new RecentDecisions(10, 3);
  private boolean full;
  private final DecisionRecorder recorder =
      new DecisionRecorder(
          decision -> {
            if (full) {
              throw new UncheckedIOException(new IOException("no space"));
            }
            kept.add(decision);
          },
          metrics,
          recent);

  private double count(String metric) {
    return metrics.get(metric).counters().stream().mapToDouble(c -> c.count()).sum();
  }

  @Test
  void newsIsKeptAndAllIsCounted() {
    Decision first = Decisions.nothing("web", "AtTarget");
    assertThat(recorder.record(first)).isTrue();
    Decision same = Decisions.nothing("web", "AtTarget");
    assertThat(recorder.record(same)).isFalse();
    assertThat(kept).containsExactly(first);
    assertThat(count("drover.decisions")).isEqualTo(2);
    assertThat(recent.of("web")).containsExactly(first);
    assertThat(recent.latest("web")).contains(same);
  }

  @Test
  void actsAreCountedByTheirNameAndOutcome() {
    recorder.record(Decisions.done("web", 5, new Outcome.Applied("")));
    recorder.record(Decisions.done("web", 5, new Outcome.Conflict("overtaken")));
    assertThat(
            metrics
                .get("drover.actions")
                .tags("action", "set_replicas", "outcome", "conflict")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(count("drover.actions")).isEqualTo(2);
  }

  @Test
  void aSinkThatIsFullLosesNoDecisionThatIsMadeAgain() {
    full = true;
    assertThat(recorder.record(Decisions.nothing("web", "AtTarget"))).isTrue();
    assertThat(count("drover.decisions.lost")).isEqualTo(1);
    full = false;
    Decision again = Decisions.nothing("web", "AtTarget");
    assertThat(recorder.record(again)).isTrue();
    assertThat(kept).containsExactly(again);
  }

  @Test
  void theNewestComesFirstAlsoWhenAServiceWasCreatedAgain() {
    Decision first = Decisions.nothingOn("web", "id-1");
    Decision second = Decisions.nothingOn("web", "id-2");
    Decision third = Decisions.nothing("web", "NoMetrics");
    recorder.record(first);
    recorder.record(second);
    recorder.record(third);
    assertThat(recent.of("web")).containsExactly(third, second, first);
    assertThat(recent.of("id-2")).containsExactly(second);
    assertThat(recent.latest("web")).contains(third);
    assertThat(recent.latest("other")).isEmpty();
  }

  @Test
  void onlySoManyOfEachAreRemembered() {
    for (int to = 2; to < 9; to++) {
      recorder.record(Decisions.done("web", to, new Outcome.Applied("")));
    }
    assertThat(recent.of("web")).hasSize(3).first().isEqualTo(kept.getLast());
    for (int i = 0; i < 10; i++) {
      recorder.record(Decisions.nothing("other" + i, "AtTarget"));
    }
    assertThat(recent.of("web")).isEmpty();
  }
}
