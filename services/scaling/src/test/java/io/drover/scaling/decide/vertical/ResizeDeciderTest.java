package io.drover.scaling.decide.vertical;

import static io.drover.scaling.decide.vertical.Sizing.MIB;
import static io.drover.scaling.decide.vertical.Sizing.NOW;
import static io.drover.scaling.decide.vertical.Sizing.allotment;
import static io.drover.scaling.decide.vertical.Sizing.resources;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.core.decision.Action.ResizeService;
import io.drover.core.decision.Action.ResizeTask;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.Share;
import io.drover.core.policy.ResizePolicy.Mode;
import io.drover.core.policy.ResourceKind;
import io.drover.scaling.decide.vertical.LastResize.Resized;
import io.drover.scaling.decide.vertical.Strain.Kill;
import io.drover.scaling.decide.vertical.Strain.Throttled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The rules one by one; 400m and 1000 MiB are used, 1 core and 2 GiB reserved, twice that limited.
 */
class ResizeDeciderTest {
  /** 15 % on top; the limits stay twice the reservations. */
  private static final Allotment FITTING = allotment(460, 1150, 920, 2300);

  private static final Instant AN_HOUR_AGO = NOW.minus(Duration.ofHours(1));

  private static Allotment applied(ResizeVerdict verdict) {
    assertThat(verdict.plan().steps()).hasSize(1);
    return ((ResizeService) verdict.plan().steps().getFirst().action()).to();
  }

  private static List<String> codes(Plan plan) {
    return plan.reasons().stream().map(Reason::code).toList();
  }

  @Test
  void aSteadyUseGetsItsNinetiethPercentileAndFifteenPercent() {
    ResizeVerdict verdict = Sizing.of().decided();
    assertThat(applied(verdict)).isEqualTo(FITTING);
    assertThat(codes(verdict.plan())).containsExactly("Resize");
    assertThat(verdict.plan().reasons().getFirst().numbers())
        .containsEntry("cpuTarget", "460")
        .containsEntry("cpuReserved", "1000");
  }

  @Test
  void onlyTheReservationsFollowWhereThePolicySaysSo() {
    assertThat(applied(Sizing.of().requestsOnly().decided()))
        .isEqualTo(new Allotment(resources(460, 1150), Resources.NONE));
  }

  @Test
  void aReservationIsNotRaisedAboveALimitThatStays() {
    assertThat(
            applied(
                Sizing.of()
                    .given(allotment(300, 600, 350, 800))
                    .requestsOnly()
                    .workingSet(Reading.known(Bytes.of(700 * MIB), NOW))
                    .decided()))
        .isEqualTo(new Allotment(resources(350, 800), Resources.NONE));
  }

  @Test
  void offDoesNothingAndRecommendOnlyShows() {
    assertThat(Sizing.of().mode(Mode.OFF).decided().estimate())
        .isEqualTo(new VerticalResult.Estimate.None());
    ResizeVerdict shown = Sizing.of().mode(Mode.RECOMMEND).decided();
    assertThat(shown.plan().steps()).isEmpty();
    assertThat(shown.estimate()).isInstanceOf(VerticalResult.Estimate.Known.class);
    assertThat(shown.plan().reasons().getFirst().text()).contains("only recommends");
  }

  @Test
  void initialWaitsUntilNoTaskRuns() {
    assertThat(Sizing.of().mode(Mode.INITIAL).decided().plan().steps()).isEmpty();
    assertThat(applied(Sizing.of().mode(Mode.INITIAL).tasks(0).decided())).isEqualTo(FITTING);
  }

  @Test
  void youngTasksAreLeftAloneWithinTheirBounds() {
    Demand known =
        new Demand(
            Sizing.demand(200, 500).target(),
            Sizing.demand(400, 1000).target(),
            Sizing.demand(1000, 3000).target(),
            8,
            Duration.ofDays(8),
            11_520);
    Sizing young = Sizing.of().demanding(known).runningFor(Duration.ofHours(11));
    assertThat(young.decided().plan().steps()).isEmpty();
    assertThat(applied(young.runningFor(Duration.ofHours(12)).decided())).isEqualTo(FITTING);
  }

  @Test
  void aTaskKilledSoonAfterItsStartIsNotWaitedFor() {
    Demand known =
        new Demand(
            Sizing.demand(200, 500).target(),
            Sizing.demand(400, 3000).target(),
            Sizing.demand(1000, 4000).target(),
            8,
            Duration.ofDays(8),
            11_520);
    Sizing young = Sizing.of().demanding(known).runningFor(Duration.ofMinutes(5));
    assertThat(young.decided().plan().steps()).isEmpty();
    Instant start = NOW.minus(Duration.ofMinutes(9));
    assertThat(
            applied(
                young
                    .strain(new Strain(List.of(new Kill(NOW.minusSeconds(1), start)), List.of()))
                    .decided()))
        .isEqualTo(allotment(460, 3450, 920, 6900));
    assertThat(
            young
                .strain(new Strain(List.of(new Kill(NOW, NOW.minusSeconds(601))), List.of()))
                .decided()
                .plan()
                .steps())
        .isEmpty();
  }

  @Test
  void whatWasNotMeasuredIsLeftAlone() {
    Demand cpuOnly =
        new Demand(
            new Amounts(Map.of(ResourceKind.CPU, 400L)),
            new Amounts(Map.of(ResourceKind.CPU, 400L)),
            new Amounts(Map.of(ResourceKind.CPU, 400L)),
            8,
            Duration.ofDays(8),
            11_520);
    ResizeVerdict verdict = Sizing.of().demanding(cpuOnly).decided();
    assertThat(applied(verdict)).isEqualTo(allotment(460, 0, 920, 0));
    assertThat(codes(verdict.plan())).containsExactly("Resize", "NotMeasured");
    Demand nothing = new Demand(Amounts.NONE, Amounts.NONE, Amounts.NONE, 0, Duration.ZERO, 0);
    ResizeVerdict idle = Sizing.of().demanding(nothing).decided();
    assertThat(idle.plan().steps()).isEmpty();
    assertThat(codes(idle.plan())).containsExactly("NotMeasured", "NotMeasured");
  }

  @Test
  void aResourceThatTheServiceIsScaledOutByIsLeftAlone() {
    ResizeVerdict verdict = Sizing.of().scaledOutBy(ResourceKind.CPU).decided();
    assertThat(applied(verdict)).isEqualTo(allotment(0, 1150, 0, 2300));
    assertThat(codes(verdict.plan())).containsExactly("Resize", "ConflictWithHorizontal");
    ResizeVerdict only = Sizing.of().scaledOutBy(ResourceKind.CPU).only(ResourceKind.CPU).decided();
    assertThat(only.plan().steps()).isEmpty();
    assertThat(only.plan().reasons().getFirst().text()).contains("scaled out by its cpu");
  }

  @Test
  void theWorkingSetIsAFloor() {
    ResizeVerdict verdict =
        Sizing.of().workingSet(Reading.known(Bytes.of(1500 * MIB), NOW)).decided();
    assertThat(applied(verdict)).isEqualTo(allotment(460, 1500, 920, 3000));
    assertThat(codes(verdict.plan())).containsExactly("Resize", "RaisedToWorkingSet");
  }

  @Test
  void memoryIsNotMadeLessWhileAWorkingSetIsNotKnown() {
    ResizeVerdict verdict = Sizing.of().workingSet(Reading.unknown("agent away")).decided();
    assertThat(applied(verdict)).isEqualTo(allotment(460, 2048, 920, 4096));
    assertThat(codes(verdict.plan())).containsExactly("Resize", "WorkingSetUnknown");
    assertThat(verdict.plan().reasons().get(1).text()).contains("t0").contains("agent away");
    // It may be made more.
    assertThat(
            applied(
                Sizing.of()
                    .given(allotment(400, 512, 800, 1024))
                    .workingSet(Reading.unknown("agent away"))
                    .decided()))
        .isEqualTo(allotment(460, 1150, 920, 2300));
  }

  @Test
  void aHeapThatMayStillGrowIsAFloor() {
    // 1200 MiB and a quarter are 1500 MiB.
    ResizeVerdict verdict = Sizing.of().heap(new JvmHeap.AtMost(Bytes.of(1200 * MIB))).decided();
    assertThat(applied(verdict)).isEqualTo(allotment(460, 1500, 920, 3000));
    assertThat(codes(verdict.plan())).containsExactly("Resize", "RaisedToJvmHeap");
    // 4 GiB and a quarter are more than is reserved, which is not raised, and than the limit, which
    // is.
    assertThat(applied(Sizing.of().heap(new JvmHeap.AtMost(Bytes.of(4096 * MIB))).decided()))
        .isEqualTo(allotment(460, 2048, 920, 5120));
    assertThat(applied(Sizing.of().heap(new JvmHeap.Unknown("no answer")).decided()))
        .isEqualTo(allotment(460, 2048, 920, 4096));
  }

  @Test
  void aMaximumBelowTheFloorLeavesMemoryAlone() {
    ResizeVerdict verdict =
        Sizing.of()
            .within(Resources.NONE, resources(0, 1024))
            .workingSet(Reading.known(Bytes.of(1500 * MIB), NOW))
            .decided();
    assertThat(applied(verdict)).isEqualTo(allotment(460, 0, 920, 0));
    assertThat(codes(verdict.plan())).containsExactly("Resize", "FloorAboveMaximum");
  }

  @Test
  void theBoundsHold() {
    assertThat(applied(Sizing.of().within(resources(600, 1200), resources(900, 1800)).decided()))
        .isEqualTo(allotment(600, 1200, 1200, 2400));
  }

  @Test
  void inPlaceChangesRunningTasksAndTheServiceInItsWindow() {
    Sizing inPlace = Sizing.of().mode(Mode.IN_PLACE).window("0 2 * * * for 1h");
    List<Action> closed = inPlace.decided().plan().steps().stream().map(Plan.Step::action).toList();
    assertThat(closed)
        .containsExactly(
            new ResizeTask("s1", "shop_db", "t0", resources(920, 2300)),
            new ResizeTask("s1", "shop_db", "t1", resources(920, 2300)),
            new ResizeService("s1", "shop_db", 7, Sizing.ROOMY, FITTING));
    assertThat(applied(inPlace.window("30 11 * * * for 1h").decided())).isEqualTo(FITTING);
  }

  @Test
  void inPlaceLeavesContainersAloneThatAreNearEnoughOrNotKnown() {
    Sizing inPlace = Sizing.of().mode(Mode.IN_PLACE).window("0 2 * * * for 1h");
    assertThat(applied(inPlace.containers(Reading.known(resources(950, 2200), NOW)).decided()))
        .isEqualTo(FITTING);
    assertThat(applied(inPlace.containers(Reading.unknown("agent away")).decided()))
        .isEqualTo(FITTING);
    assertThat(inPlace.containers(Reading.known(resources(2000, 0), NOW)).decided().plan().steps())
        .first()
        .extracting(Plan.Step::action)
        .isEqualTo(new ResizeTask("s1", "shop_db", "t0", resources(920, 0)));
  }

  private static Sizing resized(Strain.Level before) {
    return Sizing.of()
        .given(FITTING)
        .last(new Resized(NOW.minusSeconds(600), false, Sizing.ROOMY, FITTING, before));
  }

  @Test
  void anUpdateThatPausedIsTakenBack() {
    ResizeVerdict verdict = resized(Strain.Level.UNKNOWN).rollout(Rollout.PAUSED).decided();
    assertThat(applied(verdict)).isEqualTo(Sizing.ROOMY);
    assertThat(codes(verdict.plan())).containsExactly("ResizeTakenBack");
  }

  @Test
  void whoeverOnlyWantsToBeToldIsNotActedUpon() {
    assertThat(
            resized(Strain.Level.UNKNOWN)
                .mode(Mode.RECOMMEND)
                .rollout(Rollout.PAUSED)
                .decided()
                .plan()
                .steps())
        .isEmpty();
  }

  @Test
  void anUpdateThatSwarmRolledBackIsNotedOnly() {
    ResizeVerdict verdict =
        resized(Strain.Level.UNKNOWN)
            .given(Sizing.ROOMY)
            .rollout(Rollout.ROLLBACK_COMPLETED)
            .decided();
    assertThat(verdict.plan().steps()).isEmpty();
    assertThat(codes(verdict.plan())).containsExactly("ResizeRolledBack");
  }

  @Test
  void moreKillsThanBeforeTakeItBack() {
    Kill ofNewTask = new Kill(NOW.minusSeconds(60), NOW.minusSeconds(500));
    Kill ofOldTask = new Kill(NOW.minusSeconds(590), AN_HOUR_AGO);
    Strain seen = new Strain(List.of(ofOldTask, ofNewTask), List.of());
    ResizeVerdict verdict = resized(Strain.Level.UNKNOWN).strain(seen).decided();
    assertThat(applied(verdict)).isEqualTo(Sizing.ROOMY);
    assertThat(verdict.plan().reasons().getFirst().text())
        .contains("1 tasks were killed")
        .contains("left alone for 24 h");
    Strain.Level asBad = new Strain.Level(1, Reading.unknown("not measured"));
    assertThat(resized(asBad).strain(seen).decided().plan().steps()).isEmpty();
  }

  @Test
  void whatWasMadeMoreIsNotToBlameForKills() {
    Strain seen =
        new Strain(List.of(new Kill(NOW.minusSeconds(60), NOW.minusSeconds(500))), List.of());
    Allotment less = allotment(460, 512, 920, 1024);
    ResizeVerdict verdict =
        Sizing.of()
            .given(FITTING)
            .last(new Resized(NOW.minusSeconds(600), false, less, FITTING, Strain.Level.UNKNOWN))
            .strain(seen)
            .decided();
    assertThat(codes(verdict.plan())).doesNotContain("ResizeTakenBack");
  }

  private static Strain throttled(int percent) {
    return new Strain(
        List.of(),
        IntStream.range(0, 9)
            .mapToObj(i -> new Throttled(NOW.minusSeconds(60L * i), Share.ofPercent(percent)))
            .toList());
  }

  @Test
  void moreThrottlingThanBeforeTakesItBack() {
    Strain.Level little = new Strain.Level(0, Reading.known(Share.ofPercent(5), AN_HOUR_AGO));
    assertThat(applied(resized(little).strain(throttled(15)).decided())).isEqualTo(Sizing.ROOMY);
    assertThat(resized(little).strain(throttled(14)).decided().plan().steps()).isEmpty();
    assertThat(resized(Strain.Level.UNKNOWN).strain(throttled(90)).decided().plan().steps())
        .isEmpty();
  }

  @Test
  void whatWasNotDeclaredBeforeIsTakenAway() {
    Allotment none = new Allotment(Resources.NONE, Resources.NONE);
    ResizeVerdict verdict =
        Sizing.of()
            .given(new Allotment(resources(460, 1150), Resources.NONE))
            .rollout(Rollout.PAUSED)
            .last(
                new Resized(
                    NOW.minusSeconds(60),
                    false,
                    none,
                    new Allotment(resources(460, 1150), Resources.NONE),
                    Strain.Level.UNKNOWN))
            .decided();
    assertThat(applied(verdict).reservations().cpu().orElseThrow().nanos()).isZero();
    assertThat(applied(verdict).reservations().memory()).contains(Bytes.ZERO);
  }

  @Test
  void afterwardsItIsLeftAloneForADay() {
    Sizing back =
        Sizing.of().last(new LastResize.TakenBack(NOW.minus(Duration.ofHours(23)), "it paused"));
    Plan held = back.decided().plan();
    assertThat(held.steps()).isEmpty();
    assertThat(held.held().getFirst().by().code()).isEqualTo("LeftAlone");
    assertThat(
            applied(
                back.last(new LastResize.TakenBack(NOW.minus(Duration.ofHours(24)), "it paused"))
                    .decided()))
        .isEqualTo(FITTING);
  }
}
