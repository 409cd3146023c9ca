package io.drover.scaling.decide.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.HorizontalSpec.Behavior;
import io.drover.core.policy.HorizontalSpec.Direction;
import io.drover.core.policy.HorizontalSpec.Policy;
import io.drover.core.policy.HorizontalSpec.Select;
import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.HorizontalSpec.Target;
import io.drover.core.policy.PolicyParser;
import io.drover.scaling.Views;
import io.drover.scaling.decide.HorizontalAutoscaler;
import io.drover.scaling.decide.HorizontalInput;
import io.drover.scaling.decide.HorizontalResult;
import io.drover.scaling.decide.ScalingHistory;
import io.drover.scaling.decide.ScalingSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What would have been, against hand-made records and against the loop itself. */
class ShadowReplayTest {
  private static final Instant NOON = Views.NOW;
  private static final Duration SLOT = ShadowReplay.SLOT;
  private static final Duration ROUND = Duration.ofSeconds(2);

  private static HorizontalSpec spec(int min, int max, Behavior behavior) {
    return new HorizontalSpec(
        min,
        max,
        List.of(new HorizontalSpec.Metric(Source.RESOURCE, "cpu", new Target.Utilization(80))),
        behavior);
  }

  private static RulesOverTime always(HorizontalSpec spec) {
    return new RulesOverTime() {
      @Override
      public Optional<HorizontalSpec> at(Instant moment) {
        return Optional.of(spec);
      }

      @Override
      public Instant unchangedUntil(Instant moment) {
        return Instant.MAX;
      }
    };
  }

  private static Behavior rules(long upWindow, int upPercent, long downWindow, int downPods) {
    return new Behavior.Rules(
        new Direction(
            Duration.ofSeconds(upWindow),
            Select.MAX,
            List.of(new Policy.Percent(upPercent, Duration.ofSeconds(60))),
            0.1),
        new Direction(
            Duration.ofSeconds(downWindow),
            Select.MAX,
            List.of(new Policy.Pods(downPods, Duration.ofSeconds(60))),
            0.1));
  }

  private static Instant after(long seconds) {
    return NOON.plusSeconds(seconds);
  }

  private static ReplicaRun run(long from, long until, int actual, int wanted) {
    return new ReplicaRun(after(from), after(until), actual, new Wish.Measured(wanted));
  }

  private static List<ShadowSpan> replay(HorizontalSpec spec, ReplicaRun... runs) {
    return ShadowReplay.of(List.of(runs), always(spec), ScalingSettings.KUBERNETES, ROUND);
  }

  private static int countAt(List<ShadowSpan> spans, long second) {
    return spans.stream()
        .filter(s -> !s.from().isAfter(after(second)) && s.until().isAfter(after(second)))
        .findFirst()
        .orElseThrow()
        .wouldHaveHad();
  }

  @Test
  void aPeakThatNobodyFollowedIsMissingTasksForItsTime() {
    List<ShadowSpan> spans =
        replay(
            spec(2, 10, rules(0, 100, 300, 10)),
            run(0, 600, 2, 2),
            run(600, 1200, 2, 4),
            run(1200, 3600, 2, 2));
    assertThat(countAt(spans, 599)).isEqualTo(2);
    assertThat(countAt(spans, 600)).isEqualTo(4);
    // The window of five minutes holds it up after the peak.
    assertThat(countAt(spans, 1480)).isEqualTo(4);
    assertThat(countAt(spans, 1515)).isEqualTo(2);
    ShadowReport report = ShadowReport.of(spans);
    assertThat(report.seen()).isEqualTo(Duration.ofHours(1));
    assertThat(report.had().taskTime()).isEqualTo(Duration.ofHours(2));
    assertThat(report.had().changes()).isZero();
    assertThat(report.had().shortFor()).isEqualTo(Duration.ofMinutes(10));
    assertThat(report.had().shortTaskTime()).isEqualTo(Duration.ofMinutes(20));
    assertThat(report.had().spareFor()).isZero();
    assertThat(report.wouldHaveHad().shortFor()).isZero();
    assertThat(report.wouldHaveHad().changes()).isEqualTo(2);
    assertThat(report.wouldHaveHad().spareFor())
        .isBetween(Duration.ofSeconds(285), Duration.ofSeconds(315));
    assertThat(report.divergences()).hasSize(1);
    Divergence only = report.divergences().getFirst();
    assertThat(only.from()).isEqualTo(after(600));
    assertThat(only.isShort()).isTrue();
    assertThat(only.wouldHaveHad()).isEqualTo(4);
    assertThat(only.why()).contains("4 tasks wanted");
  }

  @Test
  void ratesHoldOnTheSimulatedCountNotOnTheRealOne() {
    List<ShadowSpan> spans =
        replay(spec(1, 100, rules(0, 100, 300, 10)), run(0, 15, 2, 2), run(15, 300, 2, 20));
    assertThat(countAt(spans, 15)).isEqualTo(4);
    assertThat(countAt(spans, 74)).isEqualTo(4);
    assertThat(countAt(spans, 90)).isEqualTo(8);
    assertThat(countAt(spans, 165)).isEqualTo(16);
    assertThat(countAt(spans, 299)).isEqualTo(20);
    assertThat(spans.stream().map(ShadowSpan::why))
        .anyMatch(why -> why.contains("limited to 4 by the scale-up policy 100%/60s"));
  }

  @Test
  void whatIsUnknownChangesNothingAndCountsForNeitherSide() {
    List<ShadowSpan> spans =
        replay(
            spec(1, 10, rules(0, 900, 0, 10)),
            run(0, 60, 3, 6),
            new ReplicaRun(after(60), after(660), 3, new Wish.Unknown()),
            run(660, 720, 3, 6));
    assertThat(countAt(spans, 300)).isEqualTo(6);
    ShadowReport report = ShadowReport.of(spans);
    assertThat(report.unmeasured()).isEqualTo(Duration.ofMinutes(10));
    assertThat(report.had().shortFor()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void anOrderIsTakenAsItIs() {
    List<ShadowSpan> spans =
        replay(
            spec(1, 10, new Behavior.Legacy()),
            run(0, 60, 3, 3),
            new ReplicaRun(after(60), after(120), 3, new Wish.Ordered(25)),
            run(120, 180, 3, 3));
    assertThat(countAt(spans, 60)).isEqualTo(25);
    // Only what the metrics asked for stays in the stabilization window.
    assertThat(countAt(spans, 120)).isEqualTo(3);
  }

  @Test
  void aGapIsNoTimeAndNothingShrinksRightAfterIt() {
    List<ShadowSpan> spans =
        replay(
            spec(1, 10, rules(0, 900, 300, 10)),
            run(0, 60, 2, 6),
            run(7260, 7500, 2, 2),
            run(7500, 7680, 2, 2));
    assertThat(ShadowReport.of(spans).seen()).isEqualTo(Duration.ofSeconds(60 + 420));
    assertThat(countAt(spans, 7500)).isEqualTo(6);
    assertThat(countAt(spans, 7575)).isEqualTo(2);
  }

  @Test
  void aServiceThatWasStoppedWouldHaveBeenToo() {
    List<ShadowSpan> spans =
        replay(
            spec(2, 10, new Behavior.Legacy()),
            run(0, 60, 2, 4),
            run(60, 120, 0, 0),
            run(120, 180, 3, 3));
    assertThat(countAt(spans, 0)).isEqualTo(4);
    assertThat(countAt(spans, 60)).isZero();
    assertThat(countAt(spans, 120)).isEqualTo(3);
  }

  @Test
  void aWindowOfAScheduleCountsWhenItWasOpen() {
    var service =
        Views.service(
            2,
            Map.of(
                "drover.scale.min", "2",
                "drover.scale.max", "10",
                "drover.scale.cpu", "50%",
                "drover.schedule.noon", "10 12 * * * for 20m: min=6"));
    ServiceRules rules = new ServiceRules(service, PolicyParser.parse(service), List.of());
    List<ShadowSpan> spans =
        ShadowReplay.of(List.of(run(0, 3600, 2, 2)), rules, ScalingSettings.KUBERNETES, ROUND);
    assertThat(countAt(spans, 599)).isEqualTo(2);
    assertThat(countAt(spans, 600)).isEqualTo(6);
    assertThat(countAt(spans, 1799)).isEqualTo(6);
    assertThat(countAt(spans, 3599)).isEqualTo(2);
    // While the window was open six were wanted, whatever the load was.
    assertThat(ShadowReport.of(spans).had().shortFor()).isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void labelsWithMistakesWouldHaveChangedNothing() {
    var service = Views.service(2, Map.of("drover.scale.max", "lots"));
    ServiceRules rules = new ServiceRules(service, PolicyParser.parse(service), List.of());
    List<ShadowSpan> spans =
        ShadowReplay.of(List.of(run(0, 3600, 2, 9)), rules, ScalingSettings.KUBERNETES, ROUND);
    assertThat(spans).hasSize(1);
    assertThat(spans.getFirst().wouldHaveHad()).isEqualTo(2);
  }

  /** The loop, enforcing, with a round each slot: what it does is what would have been done. */
  private static List<ReplicaRun> enforced(HorizontalSpec spec, SplittableRandom random) {
    List<ReplicaRun> runs = new ArrayList<>();
    int count = random.nextInt(1, 12);
    ScalingHistory history = ScalingHistory.startingAt(count, NOON);
    int wanted = random.nextInt(0, 15);
    int before = count;
    for (int slot = 0; slot < 240; slot++) {
      Instant now = NOON.plus(SLOT.multipliedBy(slot));
      if (random.nextInt(6) == 0) {
        wanted = random.nextInt(0, 15);
      }
      HorizontalResult result =
          HorizontalAutoscaler.evaluate(
              new HorizontalInput(
                  now,
                  spec,
                  ScalingSettings.KUBERNETES,
                  count,
                  count,
                  new HorizontalInput.Wanted.Fixed(wanted),
                  List.of(),
                  Map.of(),
                  history));
      history = result.history();
      count = result.desired();
      // The first run has what was there before anything was done.
      runs.add(
          new ReplicaRun(
              now, now.plus(SLOT), slot == 0 ? before : count, new Wish.Measured(wanted)));
    }
    return runs;
  }

  @Test
  void ofAServiceThatIsActedOnItTellsWhatHappened() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int min = random.nextInt(1, 4);
      Behavior behavior =
          random.nextInt(3) == 0
              ? new Behavior.Legacy()
              : rules(
                  random.nextInt(0, 5) * 30L,
                  random.nextInt(10, 200),
                  random.nextInt(0, 10) * 60L,
                  random.nextInt(1, 6));
      HorizontalSpec spec = spec(min, min + random.nextInt(0, 10), behavior);
      List<ReplicaRun> runs = enforced(spec, random);
      List<ShadowSpan> spans =
          ShadowReplay.of(runs, always(spec), ScalingSettings.KUBERNETES, SLOT);
      for (ReplicaRun run : runs.subList(1, runs.size())) {
        assertThat(countAt(spans, Duration.between(NOON, run.from()).toSeconds()))
            .as("seed %d at %s", seed, run.from())
            .isEqualTo(run.actual());
      }
    }
  }

  @Test
  void howRunsAreCutChangesNothing() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<ReplicaRun> whole = new ArrayList<>();
      List<ReplicaRun> cut = new ArrayList<>();
      for (int at = 0; at < 7200; ) {
        int until = at + 15 * random.nextInt(1, 60);
        int wanted = random.nextInt(0, 15);
        whole.add(run(at, until, 3, wanted));
        for (int from = at; from < until; from += 15) {
          cut.add(run(from, from + 15, 3, wanted));
        }
        at = until;
      }
      HorizontalSpec spec =
          spec(1, 12, rules(random.nextInt(0, 4) * 15L, 50, random.nextInt(0, 8) * 60L, 2));
      ShadowReport one = ShadowReport.of(replay(spec, whole.toArray(ReplicaRun[]::new)));
      ShadowReport other = ShadowReport.of(replay(spec, cut.toArray(ReplicaRun[]::new)));
      assertThat(one.wouldHaveHad()).as("seed %d", seed).isEqualTo(other.wouldHaveHad());
      assertThat(one.had()).as("seed %d", seed).isEqualTo(other.had());
    }
  }
}
