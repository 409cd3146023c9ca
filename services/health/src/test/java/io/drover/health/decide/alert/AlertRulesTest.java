package io.drover.health.decide.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Reading;
import io.drover.health.decide.state.Assessment;
import io.drover.health.decide.state.Finding;
import io.drover.health.decide.state.Kind;
import io.drover.health.decide.state.Level;
import io.drover.health.decide.state.Subject;
import io.drover.health.decide.state.World;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Conditions, and how long they must hold. */
class AlertRulesTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private Map<SortedMap<String, String>, Alert> alerts = Map.of();

  private static TaskLoad load(double cpu, double memory) {
    return new TaskLoad(
        "app-id",
        "app.1.x",
        "app",
        "node1",
        Reading.known(cpu, START),
        Reading.known(memory, START));
  }

  private List<Condition> conditions(double cpu) {
    return Conditions.of(
        List.of(), List.of(load(cpu, 0.1)), List.of(), List.of(), List.of(), Set.of());
  }

  private Alert.State at(int seconds, List<Condition> conditions) {
    alerts = AlertRules.advance(alerts, conditions, Unseen.NOTHING, START.plusSeconds(seconds));
    return alerts.values().stream().map(Alert::state).findFirst().orElse(null);
  }

  @Test
  void aConditionIsPendingThenFiresThenIsResolved() {
    assertThat(at(0, conditions(0.9))).isEqualTo(Alert.State.PENDING);
    assertThat(at(299, conditions(0.85))).isEqualTo(Alert.State.PENDING);
    assertThat(at(300, conditions(0.81))).isEqualTo(Alert.State.FIRING);
    assertThat(at(310, conditions(0.79))).isEqualTo(Alert.State.RESOLVED);
    assertThat(at(1209, List.of())).isEqualTo(Alert.State.RESOLVED);
    assertThat(at(1210, List.of())).isNull();
  }

  @Test
  void oneMomentWithoutItBeginsAnew() {
    at(0, conditions(0.9));
    assertThat(at(200, conditions(0.5))).isNull();
    assertThat(at(205, conditions(0.9))).isEqualTo(Alert.State.PENDING);
    assertThat(at(400, conditions(0.9))).isEqualTo(Alert.State.PENDING);
    assertThat(at(505, conditions(0.9))).isEqualTo(Alert.State.FIRING);
  }

  @Test
  void aResolvedOneFiresAgainOnlyAfterItsTime() {
    at(0, conditions(0.9));
    at(300, conditions(0.9));
    at(305, conditions(0.1));
    assertThat(at(310, conditions(0.9))).isEqualTo(Alert.State.PENDING);
  }

  @Test
  void theBlindResolveNothing() {
    at(0, conditions(0.9));
    at(300, conditions(0.9));
    alerts = AlertRules.advance(alerts, List.of(), Unseen.ALL, START.plusSeconds(900));
    assertThat(alerts.values()).extracting(Alert::state).containsExactly(Alert.State.FIRING);
  }

  private Alert.State unseen(int seconds, Unseen unseen) {
    alerts = AlertRules.advance(alerts, List.of(), unseen, START.plusSeconds(seconds));
    return alerts.values().stream().map(Alert::state).findFirst().orElse(null);
  }

  private static Unseen silent(String node) {
    return new Unseen(false, Set.of(), Set.of(node), Map.of(), Set.of());
  }

  @Test
  void oneSilentAgentResolvesNothingThatItTold() {
    at(0, conditions(0.9));
    at(300, conditions(0.9));
    assertThat(unseen(310, silent("node1"))).isEqualTo(Alert.State.FIRING);
    assertThat(at(320, conditions(0.9))).isEqualTo(Alert.State.FIRING);
    assertThat(unseen(330, silent("node2"))).isEqualTo(Alert.State.RESOLVED);
  }

  @Test
  void whatFollowsFromASilentAgentsWordsIsUnseen() {
    World world = new World();
    world.fill("node1", 90);
    Assessment full = world.assess();
    assertThat(at(0, findings(full))).isEqualTo(Alert.State.PENDING);
    assertThat(at(60, findings(full))).isEqualTo(Alert.State.FIRING);
    world.silence("node1");
    Assessment silent = world.assess();
    // That the agent is missing is another alert, pending.
    alerts =
        AlertRules.advance(
            alerts,
            findings(silent),
            Unseen.of(silent, List.of(load(0.9, 0.1)), Set.of()),
            START.plusSeconds(70));
    assertThat(states())
        .containsOnly(
            Map.entry("NodePressure", Alert.State.FIRING),
            Map.entry("AgentMissing", Alert.State.PENDING));
    world.fill("node1", 10);
    Assessment well = world.assess();
    alerts =
        AlertRules.advance(
            alerts, findings(well), Unseen.of(well, List.of(), Set.of()), START.plusSeconds(80));
    assertThat(states()).containsOnly(Map.entry("NodePressure", Alert.State.RESOLVED));
  }

  private static List<Condition> findings(Assessment seen) {
    return Conditions.of(seen.findings(), List.of(), List.of(), List.of(), List.of(), Set.of());
  }

  private Map<String, Alert.State> states() {
    Map<String, Alert.State> states = new HashMap<>();
    alerts
        .values()
        .forEach(alert -> states.put(alert.condition().rule().alertName(), alert.state()));
    return states;
  }

  @Test
  void whatIsUnseenForLongIsOver() {
    at(0, conditions(0.9));
    at(300, conditions(0.9));
    assertThat(unseen(899, silent("node1"))).isEqualTo(Alert.State.FIRING);
    assertThat(unseen(900, silent("node1"))).isEqualTo(Alert.State.RESOLVED);
  }

  @Test
  void theTimeWithoutASightIsNotCountedUntilItFires() {
    at(0, conditions(0.9));
    assertThat(unseen(200, silent("node1"))).isNull();
    assertThat(at(310, conditions(0.9))).isEqualTo(Alert.State.PENDING);
  }

  @Test
  void whatIsNotMeasuredYetAfterASilenceIsUnseenToo() {
    at(0, conditions(0.9));
    at(300, conditions(0.9));
    Unseen cpu =
        new Unseen(
            false, Set.of(), Set.of(), Map.of(AlertRule.HIGH_CPU, Set.of("app.1.x")), Set.of());
    assertThat(unseen(310, cpu)).isEqualTo(Alert.State.FIRING);
  }

  @Test
  void aRuleWhoseSourceIsSilentResolvesNothing() {
    QuotaUse full = new QuotaUse("q", "shop", "cpu", "2", "2", true);
    List<Condition> conditions =
        Conditions.of(List.of(), List.of(), List.of(), List.of(full), List.of(), Set.of());
    at(0, conditions);
    assertThat(at(60, conditions)).isEqualTo(Alert.State.FIRING);
    Unseen quotas = new Unseen(false, Set.of(), Set.of(), Map.of(), Set.of(AlertRule.QUOTA_FULL));
    assertThat(unseen(70, quotas)).isEqualTo(Alert.State.FIRING);
    assertThat(unseen(80, Unseen.NOTHING)).isEqualTo(Alert.State.RESOLVED);
  }

  @Test
  void overdueBackupsAreToldWithTheReason() {
    List<BackupState> backups =
        List.of(
            new BackupState("shop_db", true, "the last one is 3 days old"),
            new BackupState("shop_files", false, ""));
    List<Condition> conditions =
        Conditions.of(List.of(), List.of(), List.of(), List.of(), backups, Set.of());
    assertThat(conditions)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.rule()).isEqualTo(AlertRule.BACKUP_OVERDUE);
              assertThat(one.labels()).containsExactly(Map.entry("service", "shop_db"));
              assertThat(one.description())
                  .isEqualTo("the backup of shop_db is overdue: the last one is 3 days old");
            });
    assertThat(at(0, conditions)).isEqualTo(Alert.State.PENDING);
    assertThat(at(60, conditions)).isEqualTo(Alert.State.FIRING);
  }

  @Test
  void whoTakesOverGoesOnWithWhatFired() {
    at(0, conditions(0.9));
    at(300, conditions(0.9));
    List<Alert> stored = List.copyOf(alerts.values());
    // Another instance, which saw the condition for a moment only.
    alerts = Map.of();
    at(400, conditions(0.9));
    alerts = AlertRules.resume(alerts, stored, START.plusSeconds(402));
    assertThat(at(402, conditions(0.9))).isEqualTo(Alert.State.FIRING);
    assertThat(alerts.values().iterator().next().firedAt()).isEqualTo(START.plusSeconds(300));
    // And one that never saw it.
    alerts = AlertRules.resume(Map.of(), stored, START.plusSeconds(500));
    assertThat(at(500, List.of())).isEqualTo(Alert.State.RESOLVED);
  }

  @Test
  void theDocumentsThreeRules() {
    List<Condition> all =
        Conditions.of(
            List.of(),
            List.of(load(0.81, 0.91)),
            List.of(new Autoscaled("app", "app-id", 8, 8, 2, 8)),
            List.of(),
            List.of(),
            Set.of());
    assertThat(all)
        .extracting(Condition::rule)
        .containsExactly(AlertRule.HIGH_CPU, AlertRule.HIGH_MEMORY, AlertRule.AT_MAXIMUM);
    assertThat(all)
        .extracting(Condition::description)
        .containsExactly(
            "app.1.x uses 81% of the CPU that it may use",
            "app.1.x holds 91% of its memory limit", "app has reached maximum replicas (8)");
  }

  @Test
  void atTheEdgeNothingIsTold() {
    assertThat(
            Conditions.of(
                List.of(),
                List.of(load(0.8, 0.9)),
                List.of(
                    new Autoscaled("fixed", "f", 3, 3, 3, 3),
                    new Autoscaled("growing", "g", 7, 8, 2, 8)),
                List.of(new QuotaUse("q", "shop", "pods", "4", "5", false)),
                List.of(),
                Set.of()))
        .isEmpty();
  }

  @Test
  void unknownIsNotHigh() {
    TaskLoad unknown =
        new TaskLoad(
            "i", "n", "s", "node1", Reading.unknown("no limit"), Reading.unknown("no limit"));
    assertThat(
            Conditions.of(List.of(), List.of(unknown), List.of(), List.of(), List.of(), Set.of()))
        .isEmpty();
  }

  @Test
  void whoWantsNoAlertsGetsNone() {
    Finding crash =
        new Finding(
            Kind.CRASH_LOOP,
            new Subject(Subject.Type.SERVICE, "app-id", "app"),
            Level.CRITICAL,
            "app ends again and again",
            Map.of());
    List<Finding> findings = List.of(crash);
    assertThat(Conditions.of(findings, List.of(), List.of(), List.of(), List.of(), Set.of()))
        .singleElement()
        .satisfies(
            condition ->
                assertThat(condition.allLabels())
                    .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                            "alertname", "CrashLoop",
                            "severity", "critical",
                            "kind", "CrashLoop",
                            "service", "app")));
    assertThat(
            Conditions.of(
                findings,
                List.of(load(0.9, 0.95)),
                List.of(new Autoscaled("app", "app-id", 8, 8, 2, 8)),
                List.of(),
                List.of(),
                Set.of("app-id")))
        .isEmpty();
  }

  @Test
  void aFullQuotaIsTold() {
    assertThat(
            Conditions.of(
                List.of(),
                List.of(),
                List.of(),
                List.of(new QuotaUse("q", "shop", "pods", "5", "5", true)),
                List.of(),
                Set.of()))
        .singleElement()
        .extracting(Condition::description)
        .isEqualTo("pods of stack shop: 5 of 5 are in use");
  }

  @Test
  void fiveMinutesAreAveragedOver() {
    CpuAverages averages = CpuAverages.EMPTY;
    Instant now = START;
    for (int i = 0; i < 20; i++) {
      now = START.plusSeconds(15L * i);
      averages = averages.with(Map.of("t", new CpuAverages.Sample(1, now)), now);
      // Asked again in between: the same moments must not count twice.
      averages =
          averages.with(
              Map.of("t", new CpuAverages.Sample(0, now.plusSeconds(5))), now.plusSeconds(5));
    }
    assertThat(averages.of("t")).isEqualTo(Reading.known(1.0, now));
    for (int i = 1; i <= 10; i++) {
      Instant later = now.plusSeconds(15L * i);
      averages = averages.with(Map.of("t", new CpuAverages.Sample(0, later)), later);
    }
    assertThat(averages.of("t"))
        .isInstanceOfSatisfying(
            Reading.Known.class, known -> assertThat(known.value()).isEqualTo(0.5));
    assertThat(averages.with(Map.of(), now.plusSeconds(900)).of("t").isKnown()).isFalse();
  }
}
