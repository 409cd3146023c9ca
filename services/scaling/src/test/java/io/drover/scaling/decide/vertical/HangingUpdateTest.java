package io.drover.scaling.decide.vertical;

import static io.drover.scaling.decide.vertical.Sizing.NOW;
import static io.drover.scaling.decide.vertical.Sizing.allotment;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action.ResizeService;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Rollout;
import io.drover.core.policy.ResizePolicy.Mode;
import io.drover.scaling.decide.vertical.LastResize.Resized;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An update of ours that waits for a node for ever is ended; anybody else's is not. */
class HangingUpdateTest {
  private static final Allotment LARGER = allotment(4000, 8192, 8000, 16384);
  private static final String NO_NODE = "no suitable node (insufficient resources on 1 node)";

  /** Resized half an hour ago, and still updating. */
  private static Sizing updating() {
    return resized(Duration.ofMinutes(30)).rollout(Rollout.UPDATING);
  }

  private static Sizing resized(Duration ago) {
    return Sizing.of()
        .given(LARGER)
        .last(new Resized(NOW.minus(ago), false, Sizing.ROOMY, LARGER, Strain.Level.UNKNOWN));
  }

  private static List<String> codes(ResizeVerdict verdict) {
    return verdict.plan().reasons().stream().map(Reason::code).toList();
  }

  @Test
  void itIsToldWhileItMayStillGoOn() {
    ResizeVerdict verdict = updating().waitingSince(NOW.minusSeconds(599), NO_NODE).decided();
    assertThat(verdict.plan().steps()).isEmpty();
    assertThat(codes(verdict)).containsExactly("UpdateHangs");
    assertThat(verdict.plan().reasons().getFirst().text())
        .contains("since 2026-01-09T11:50:01Z a task waits for a node (no suitable node (")
        .contains("it is taken back at 2026-01-09T12:00:01Z");
    assertThat(verdict.endsUpdate()).isFalse();
  }

  @Test
  void afterTenMinutesItIsTakenBack() {
    ResizeVerdict verdict = updating().waitingSince(NOW.minusSeconds(600), NO_NODE).decided();
    assertThat(verdict.plan().steps())
        .singleElement()
        .satisfies(
            step -> assertThat(((ResizeService) step.action()).to()).isEqualTo(Sizing.ROOMY));
    assertThat(codes(verdict)).containsExactly("ResizeTakenBack", "UpdateHangs");
    assertThat(verdict.isRepair()).isTrue();
    assertThat(verdict.endsUpdate()).isTrue();
  }

  @Test
  void aTaskThatWaitedBeforeTheUpdateIsCountedFromIt() {
    Sizing young =
        Sizing.of()
            .given(LARGER)
            .rollout(Rollout.UPDATING)
            .last(
                new Resized(
                    NOW.minusSeconds(120), false, Sizing.ROOMY, LARGER, Strain.Level.UNKNOWN));
    assertThat(young.waitingSince(NOW.minus(Duration.ofHours(5)), "").decided().endsUpdate())
        .isFalse();
  }

  @Test
  void anUpdateThatIsOnlySlowGoesOn() {
    assertThat(updating().decided().endsUpdate()).isFalse();
    assertThat(updating().waitingSince(NOW.minusSeconds(5), "").decided().endsUpdate()).isFalse();
  }

  @Test
  void whatOthersDidIsLeftToThem() {
    Sizing waits = updating().waitingSince(NOW.minus(Duration.ofHours(1)), NO_NODE);
    assertThat(waits.decided().endsUpdate()).isTrue();
    // Somebody has changed the size since.
    assertThat(
            updating()
                .waitingSince(NOW.minus(Duration.ofHours(1)), NO_NODE)
                .given(allotment(5000, 8192, 8000, 16384))
                .decided()
                .endsUpdate())
        .isFalse();
    assertThat(
            updating()
                .waitingSince(NOW.minus(Duration.ofHours(1)), NO_NODE)
                .last(new LastResize.None())
                .decided()
                .endsUpdate())
        .isFalse();
    assertThat(
            updating()
                .waitingSince(NOW.minus(Duration.ofHours(1)), NO_NODE)
                .mode(Mode.RECOMMEND)
                .decided()
                .endsUpdate())
        .isFalse();
    assertThat(
            updating()
                .waitingSince(NOW.minus(Duration.ofHours(1)), NO_NODE)
                .rollout(Rollout.COMPLETED)
                .decided()
                .endsUpdate())
        .isFalse();
  }

  @Test
  void anUpdateLongAfterTheResizeIsSomebodyElses() {
    Sizing later = resized(Duration.ofHours(5));
    assertThat(later.rollout(Rollout.PAUSED).decided().isRepair()).isFalse();
    assertThat(
            later
                .rollout(Rollout.UPDATING)
                .waitingSince(NOW.minusSeconds(1200), NO_NODE)
                .decided()
                .isRepair())
        .isFalse();
  }
}
