package io.drover.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule on its own. Probes come each second, and three in a row are believed. */
class FailoverDeciderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Target READY = new Target.Reachable(NOW.minusSeconds(3600));

  private static Rules rules(Rules.WithoutFence without) {
    return new Rules(
        Duration.ofSeconds(1),
        3,
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        3,
        Duration.ofMinutes(10),
        1,
        Duration.ofHours(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(10),
        without);
  }

  /** A place's probes of the primary, oldest first, the newest now: u, d or ? each second. */
  private static Vantage place(String probes) {
    Run run = Run.NONE;
    for (int i = 0; i < probes.length(); i++) {
      Sight sight =
          switch (probes.charAt(i)) {
            case 'u' -> Sight.UP;
            case 'd' -> Sight.DOWN;
            default -> Sight.UNKNOWN;
          };
      run = run.then(sight, NOW.minusSeconds(probes.length() - 1L - i), Duration.ofSeconds(3));
    }
    return new Vantage("place", run, run);
  }

  private static List<Vantage> places(String probes) {
    return List.of(probes.split(" ")).stream().map(FailoverDeciderTest::place).toList();
  }

  private static State state(Phase phase) {
    State begin = State.begin(NOW.minusSeconds(7200));
    return switch (phase) {
      case HEALTHY, SUSPECT, FAILED, MANUAL -> begin.to(phase, NOW.minusSeconds(5), "why");
      case FENCING -> begin.leave(Side.PRIMARY, false, NOW, "why");
      case STARTING -> state(Phase.FENCING).start(false, NOW, "why");
      case ACTIVE -> state(Phase.STARTING).arrive(NOW, "why");
    };
  }

  private static Situation situation(State state, String probes) {
    return new Situation(
        rules(Rules.WithoutFence.REFUSE),
        NOW,
        state,
        places(probes),
        false,
        READY,
        new FenceReport.Nothing(),
        new StartReport.Nothing(),
        new Order.None(),
        false);
  }

  private static List<String> codes(Verdict verdict) {
    return verdict.reasons().stream().map(Reason::code).toList();
  }

  @ParameterizedTest(name = "{0} with {1} becomes {2}: {3}")
  @CsvSource(
      textBlock =
          """
          HEALTHY, uuu uuu uuu,    HEALTHY, Healthy
          HEALTHY, uud uuu uuu,    HEALTHY, Healthy
          HEALTHY, uud uud uuu,    SUSPECT, Failing
          HEALTHY, ddd ddd ddd,    SUSPECT, Failing
          HEALTHY, ??? ??? ???,    HEALTHY, Healthy
          SUSPECT, udd udd udd,    SUSPECT, NotYetSure
          SUSPECT, ddd ddd uuu,    FAILED,  Failed
          SUSPECT, ddd udd udd,    SUSPECT, NotYetSure
          SUSPECT, ddd ddd,        FAILED,  Failed
          SUSPECT, ddd uuu,        SUSPECT, NotYetSure
          SUSPECT, dd?d dd?d dd?d, SUSPECT, NotYetSure
          SUSPECT, ddd? ddd? uuu,  SUSPECT, NotYetSure
          SUSPECT, duu duu duu,    SUSPECT, NotYetSure
          SUSPECT, uuu uuu ddd,    HEALTHY, Recovered
          FAILED,  ddd ddd uuu,    FENCING, Move
          FAILED,  duu duu duu,    FAILED,  NotDownAnyMore
          FAILED,  uuu uuu uuu,    HEALTHY, Recovered
          """)
  void aMajorityDecides(Phase before, String probes, Phase after, String code) {
    Verdict verdict = FailoverDecider.decide(situation(state(before), probes));
    assertThat(verdict.next().phase()).isEqualTo(after);
    assertThat(codes(verdict)).containsExactly(code);
    assertThat(verdict.acts()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"HEALTHY", "SUSPECT", "FAILED"})
  void whoIsCutOffDecidesNothing(Phase phase) {
    List<Vantage> places = new ArrayList<>(places("ddd"));
    Run old = Run.NONE.then(Sight.DOWN, NOW.minusSeconds(4), Duration.ofSeconds(3));
    places.add(new Vantage("silent", Run.NONE, Run.NONE));
    places.add(new Vantage("silent lately", old, old));
    Situation seen = situation(state(phase), "ddd");
    Situation cutOff =
        new Situation(
            seen.rules(),
            NOW,
            seen.state(),
            places,
            false,
            READY,
            seen.fence(),
            seen.start(),
            seen.order(),
            false);
    Verdict verdict = FailoverDecider.decide(cutOff);
    assertThat(verdict.next()).isEqualTo(seen.state());
    assertThat(codes(verdict)).containsExactly("CutOff");
  }

  @Test
  void threeFailuresOfProbesEachSecondAreDecidedInTheThird() {
    State state = State.begin(NOW);
    List<Phase> phases = new ArrayList<>();
    for (String probes : List.of("uuu", "uuud", "uuudd", "uuuddd")) {
      String all = probes + " " + probes + " " + probes;
      Phase before;
      do {
        before = state.phase();
        state = FailoverDecider.decide(situation(state, all)).next();
      } while (state.phase() != before);
      phases.add(state.phase());
    }
    assertThat(phases).containsExactly(Phase.HEALTHY, Phase.SUSPECT, Phase.SUSPECT, Phase.FENCING);
  }

  @Test
  void everythingThatHoldsTheMoveBackIsSaid() {
    State flapped = state(Phase.HEALTHY);
    for (int i = 3; i > 0; i--) {
      flapped = flapped.recovered(NOW.minusSeconds(60L * i), "back");
    }
    State failed =
        flapped
            .leave(Side.PRIMARY, false, NOW.minusSeconds(200), "a move")
            .to(Phase.FAILED, NOW, "failed");
    Situation seen = situation(failed, "ddd ddd ddd");
    Situation held =
        new Situation(
            seen.rules(),
            NOW,
            failed,
            seen.places(),
            true,
            new Target.Unreachable("no route"),
            seen.fence(),
            seen.start(),
            seen.order(),
            false);
    Verdict verdict = FailoverDecider.decide(held);
    assertThat(verdict.next()).isEqualTo(failed);
    assertThat(codes(verdict))
        .containsExactly("SwarmRepairs", "HoldDown", "Flapping", "Budget", "StandbyUnreachable");
  }

  @Test
  void aSwarmThatCannotRepairItselfInTimeHasFailed() {
    String down = "d".repeat(301);
    Situation seen = situation(state(Phase.FAILED), down + " " + down + " " + down);
    Situation quorum =
        new Situation(
            seen.rules(),
            NOW,
            seen.state(),
            seen.places(),
            true,
            READY,
            seen.fence(),
            seen.start(),
            seen.order(),
            false);
    assertThat(FailoverDecider.decide(quorum).next().phase()).isEqualTo(Phase.FENCING);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MANUAL")
  void aPauseStopsEverything(Phase phase) {
    Situation seen = situation(state(phase), "ddd ddd ddd");
    Verdict verdict =
        FailoverDecider.decide(
            new Situation(
                seen.rules(),
                NOW,
                seen.state(),
                seen.places(),
                false,
                READY,
                new FenceReport.Confirmed(1, "off"),
                new StartReport.Serving(1),
                seen.order(),
                true));
    assertThat(verdict.next()).isEqualTo(seen.state());
    assertThat(verdict.acts()).isEmpty();
    assertThat(codes(verdict)).containsExactly("Paused");
  }

  @ParameterizedTest(name = "{0} of move {1}, without a fence {2}: {3}")
  @CsvSource(
      textBlock =
          """
          nothing,   1, REFUSE,   FENCING,  false, 1
          confirmed, 1, REFUSE,   STARTING, false, 0
          confirmed, 0, REFUSE,   FENCING,  false, 1
          confirmed, 2, CONTINUE, FENCING,  false, 1
          failed,    1, REFUSE,   MANUAL,   false, 0
          failed,    1, CONTINUE, STARTING, true,  0
          failed,    0, CONTINUE, FENCING,  false, 1
          """)
  void onlyThisMovesFenceCounts(
      String report,
      long epoch,
      Rules.WithoutFence without,
      Phase after,
      boolean unfenced,
      int acts) {
    FenceReport fence =
        switch (report) {
          case "confirmed" -> new FenceReport.Confirmed(epoch, "100 % off");
          case "failed" -> new FenceReport.Failed(epoch, "exit status 1");
          default -> new FenceReport.Nothing();
        };
    Situation seen = situation(state(Phase.FENCING), "uuu uuu uuu");
    Verdict verdict =
        FailoverDecider.decide(
            new Situation(
                rules(without),
                NOW,
                seen.state(),
                seen.places(),
                false,
                READY,
                fence,
                seen.start(),
                seen.order(),
                false));
    assertThat(verdict.next().phase()).isEqualTo(after);
    assertThat(verdict.next().unfenced()).isEqualTo(unfenced);
    assertThat(verdict.acts()).hasSize(acts).allMatch(new Act.Fence(1, Side.PRIMARY)::equals);
  }

  @ParameterizedTest(name = "{0} of move {1} after {2} s: {3}")
  @CsvSource(
      textBlock =
          """
          nothing,   1, 0,   STARTING, Starting
          starting,  1, 300, STARTING, Starting
          starting,  1, 301, MANUAL,   NotStarted
          nothing,   1, 301, STARTING, Starting
          unpointed, 1, 999, STARTING, RecordsNotChanged
          unpointed, 0, 999, STARTING, Starting
          serving,   1, 999, ACTIVE,   Arrived
          serving,   0, 1,   STARTING, Starting
          """)
  void theStartIsWaitedForAndTheRecordsAreTriedForever(
      String report, long epoch, long after, Phase phase, String code) {
    StartReport start =
        switch (report) {
          case "starting" -> new StartReport.Starting(epoch, NOW, "app 1/2");
          case "unpointed" -> new StartReport.Unpointed(epoch, "no answer");
          case "serving" -> new StartReport.Serving(epoch);
          default -> new StartReport.Nothing();
        };
    Situation seen = situation(state(Phase.STARTING), "ddd ddd ddd");
    Verdict verdict =
        FailoverDecider.decide(
            new Situation(
                seen.rules(),
                NOW.plusSeconds(after),
                seen.state(),
                seen.places(),
                false,
                READY,
                seen.fence(),
                start,
                seen.order(),
                false));
    assertThat(verdict.next().phase()).isEqualTo(phase);
    assertThat(codes(verdict)).containsExactly(code);
    assertThat(verdict.acts())
        .isEqualTo(phase == Phase.STARTING ? List.of(new Act.Start(1, Side.STANDBY)) : List.of());
  }

  @Test
  void theOldSiteIsKeptOffAndNothingFailsBackByItself() {
    Verdict verdict = FailoverDecider.decide(situation(state(Phase.ACTIVE), "ddd ddd ddd"));
    assertThat(verdict.next()).isEqualTo(state(Phase.ACTIVE));
    assertThat(verdict.acts()).containsExactly(new Act.KeepOff(1, Side.PRIMARY));
    assertThat(codes(verdict)).containsExactly("ActiveSiteDown");
  }

  @Test
  void aSiteThatCouldNotBeFencedIsOnceItCanBeReached() {
    State unfenced = state(Phase.FENCING).start(true, NOW, "why").arrive(NOW, "why");
    Situation seen = situation(unfenced, "uuu uuu uuu");
    Verdict verdict =
        FailoverDecider.decide(
            new Situation(
                seen.rules(),
                NOW,
                unfenced,
                seen.places(),
                false,
                READY,
                new FenceReport.Confirmed(1, "scaled to 0"),
                seen.start(),
                seen.order(),
                false));
    assertThat(verdict.next().unfenced()).isFalse();
    assertThat(codes(verdict)).containsExactly("FencedLater");
  }

  @ParameterizedTest(name = "in {0} {1} is to serve, reachable for {2} s: {3} {4}")
  @CsvSource(
      textBlock =
          """
          HEALTHY,  STANDBY, 0,   FENCING,  Ordered
          SUSPECT,  STANDBY, 0,   FENCING,  Ordered
          HEALTHY,  STANDBY, -1,  HEALTHY,  OrderNotPossible
          HEALTHY,  PRIMARY, 999, HEALTHY,  OrderNotNeeded
          ACTIVE,   PRIMARY, 600, FENCING,  Ordered
          ACTIVE,   PRIMARY, 599, ACTIVE,   OrderTooEarly
          ACTIVE,   STANDBY, 999, ACTIVE,   OrderNotNeeded
          FENCING,  PRIMARY, 999, FENCING,  OrderInMotion
          STARTING, PRIMARY, 999, STARTING, OrderInMotion
          MANUAL,   STANDBY, 0,   FENCING,  Ordered
          MANUAL,   PRIMARY, -1,  MANUAL,   OrderNotPossible
          MANUAL,   STANDBY, -1,  MANUAL,   OrderNotPossible
          """)
  void ordersAreTakenWhereTheyCanBe(Phase phase, Side to, int reachable, Phase after, String code) {
    Situation seen = situation(state(phase), "uuu uuu uuu");
    Target target =
        reachable < 0
            ? new Target.Unreachable("no route")
            : new Target.Reachable(NOW.minusSeconds(reachable));
    Verdict verdict =
        FailoverDecider.decide(
            new Situation(
                seen.rules(),
                NOW,
                seen.state(),
                seen.places(),
                false,
                target,
                seen.fence(),
                seen.start(),
                new Order.Serve(to, false),
                false));
    assertThat(verdict.next().phase()).isEqualTo(after);
    assertThat(codes(verdict)).containsExactly(code);
    if (code.equals("Ordered")) {
      assertThat(verdict.next().serving()).as("who is fenced").isEqualTo(to.other());
    }
  }

  @Test
  void aMoveThatWaitsForDnsForeverCanBeOrderedBack() {
    Situation seen = situation(state(Phase.STARTING), "ddd ddd ddd");
    for (Side to : Side.values()) {
      Verdict verdict =
          FailoverDecider.decide(
              new Situation(
                  seen.rules(),
                  NOW,
                  seen.state(),
                  seen.places(),
                  true,
                  READY,
                  seen.fence(),
                  new StartReport.Unpointed(1, "no answer"),
                  new Order.Serve(to, false),
                  false));
      assertThat(codes(verdict)).containsExactly(to == Side.PRIMARY ? "Ordered" : "OrderInMotion");
      assertThat(verdict.next().serving())
          .as("who is fenced")
          .isEqualTo(to == Side.PRIMARY ? Side.STANDBY : Side.PRIMARY);
    }
  }

  @Test
  void anOperatorCanAnswerForTheFence() {
    Situation seen = situation(state(Phase.MANUAL), "ddd ddd ddd");
    Verdict ordered =
        FailoverDecider.decide(
            new Situation(
                seen.rules(),
                NOW,
                seen.state(),
                seen.places(),
                false,
                READY,
                seen.fence(),
                seen.start(),
                new Order.Serve(Side.STANDBY, true),
                false));
    Verdict next = FailoverDecider.decide(situation(ordered.next(), "ddd ddd ddd"));
    assertThat(next.next().phase()).isEqualTo(Phase.STARTING);
    assertThat(codes(next)).containsExactly("OperatorConfirmed");
  }

  @Test
  void whatIsRememberedHasItsBounds() {
    State state = State.begin(NOW);
    for (int i : IntStream.range(0, 1_000).toArray()) {
      state = state.recovered(NOW.plusSeconds(i), "back").leave(Side.PRIMARY, false, NOW, "go");
    }
    assertThat(state.moves()).hasSize(100);
    assertThat(state.recoveries()).hasSize(100).endsWith(NOW.plusSeconds(999));
  }
}
