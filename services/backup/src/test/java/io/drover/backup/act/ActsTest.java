package io.drover.backup.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Reason;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.record.RecentDecisions;
import io.drover.runtime.time.Moment;
import io.drover.runtime.wiring.Suite;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Steps that say by an exception what was wrong. */
class ActsTest {
  private static final Instant NOW = Instant.parse("2026-11-26T03:30:00Z");

  private final List<Decision> recorded = new ArrayList<>();
  private boolean leads = true;
  private final Acts acts =
      new Acts(
          "test",
          new Suite(Mode.ENFORCE, "me"),
          new DecisionIds(() -> NOW, new Random(1)),
          new DecisionRecorder(
              recorded::add, new SimpleMeterRegistry(), new RecentDecisions(10, 10)),
          () -> new Moment(0, NOW),
          () -> leads);

  private Outcome attempt(Acts.Attempt step) {
    return acts.attempt(
        new Action.CreateObject(Action.ObjectKind.VOLUME, "v", "node1"),
        Reason.of("Test", "because"),
        "shop_db",
        step);
  }

  @Test
  void whatCameOfAStepIsRecorded() {
    assertThat(attempt(() -> {})).isEqualTo(new Outcome.Applied(""));
    Outcome failed = new Outcome.Failed(Outcome.Kind.REJECTED, "no room");
    assertThat(
            attempt(
                () -> {
                  throw new IOException("no room");
                }))
        .isEqualTo(failed);
    assertThat(recorded)
        .extracting(Decision::results)
        .containsExactly(List.of(new Outcome.Applied("")), List.of(failed));
  }

  @Test
  void oneThatIsInterruptedIsNotRefusedAndTheThreadStaysInterrupted() {
    Outcome outcome =
        attempt(
            () -> {
              throw new InterruptedException();
            });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(((Outcome.Failed) outcome).kind()).isEqualTo(Outcome.Kind.UNAVAILABLE);
  }

  @Test
  void withoutTheLeaseNothingIsTried() {
    leads = false;
    List<String> tried = new ArrayList<>();
    assertThat(attempt(() -> tried.add("it"))).isNotInstanceOf(Outcome.Applied.class);
    assertThat(tried).isEmpty();
  }
}
