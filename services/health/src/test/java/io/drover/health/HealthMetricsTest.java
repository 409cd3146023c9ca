package io.drover.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.health.decide.alert.Alert;
import io.drover.health.decide.alert.AlertRule;
import io.drover.health.decide.alert.AlertRules;
import io.drover.health.decide.alert.BackupState;
import io.drover.health.decide.alert.Condition;
import io.drover.health.decide.alert.Conditions;
import io.drover.health.decide.alert.QuotaUse;
import io.drover.health.decide.alert.Unseen;
import io.drover.health.decide.state.Assessment;
import io.drover.health.decide.state.Finding;
import io.drover.health.decide.state.Kind;
import io.drover.health.decide.state.Level;
import io.drover.health.decide.state.Subject;
import io.drover.health.record.EventHub;
import io.drover.health.record.HealthBoard;
import io.drover.health.record.IncidentKeeper;
import io.drover.health.record.IncidentLog;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.record.RecentDecisions;
import io.drover.runtime.status.Dependencies;
import io.drover.testkit.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Prometheus is told while somebody can't be asked: its alerts must not end for that. */
class HealthMetricsTest {
  private static final Subject NODE = new Subject(Subject.Type.NODE, "node2-id", "node2");
  private static final Finding FULL =
      new Finding(Kind.DISK_PRESSURE, NODE, Level.CRITICAL, "full", Map.of());

  private final ManualClock clock = new ManualClock();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final IncidentKeeper keeper =
      new IncidentKeeper(new IncidentsInMemory(), new Dependencies(), clock::instant);
  private final HealthBoard board =
      new HealthBoard(
          keeper,
          new IncidentLog(
              "incidents",
              "me",
              new DecisionIds(clock, new Random(1)),
              new DecisionRecorder(
                  decision -> {}, new SimpleMeterRegistry(), new RecentDecisions(10, 10))),
          new EventHub());
  private final HealthMetrics metrics = new HealthMetrics(board, registry);
  private Map<SortedMap<String, String>, Alert> alerts = Map.of();

  @BeforeEach
  void begin() {
    board.lead();
    metrics.start(null);
  }

  @AfterEach
  void end() {
    metrics.stop(null);
    keeper.close();
  }

  private void found(List<Finding> findings, Set<Finding.Key> untold) {
    Instant now = clock.instant();
    board.found(
        Optional.of(
            new Assessment(
                now, new Assessment.Managers(1, 1), List.of(), List.of(), findings, untold)),
        findings,
        untold,
        "",
        List.of(),
        now);
  }

  private void told(List<QuotaUse> quotas, List<BackupState> backups, Unseen unseen) {
    List<Condition> conditions =
        Conditions.of(List.of(), List.of(), List.of(), quotas, backups, Set.of());
    alerts = AlertRules.advance(alerts, conditions, unseen, clock.instant());
    board.alerts(alerts.values(), quotas, backups);
  }

  private List<String> scraped(String name) {
    return registry.scrape().lines().filter(line -> line.startsWith(name + "{")).toList();
  }

  @Test
  void aFindingStaysWhileNobodyCanLook() {
    String series = "drover_finding{kind=\"DiskPressure\",service=\"\",node=\"node2\",} 1.0";
    found(List.of(FULL), Set.of());
    clock.advance(Kind.DISK_PRESSURE.opensAfter().plusSeconds(1));
    found(List.of(FULL), Set.of());
    assertThat(scraped("drover_finding")).containsExactly(series);
    found(List.of(), Set.of(FULL.key()));
    assertThat(scraped("drover_finding")).containsExactly(series);
    found(List.of(), Set.of());
    assertThat(scraped("drover_finding")).isEmpty();
  }

  @Test
  void whatAnotherServiceToldGoesOnForAsLongAsTheAlertDoes() {
    List<QuotaUse> quotas = List.of(new QuotaUse("most", "shop", "pods", "2", "2", true));
    List<BackupState> backups = List.of(new BackupState("shop_db", true, "late"));
    Unseen silent =
        new Unseen(
            false,
            Set.of(),
            Set.of(),
            Map.of(),
            Set.of(AlertRule.QUOTA_FULL, AlertRule.BACKUP_OVERDUE));
    told(quotas, backups, Unseen.NOTHING);
    clock.advance(Duration.ofMinutes(2));
    told(quotas, backups, Unseen.NOTHING);
    clock.advance(Duration.ofMinutes(1));
    told(List.of(), List.of(), silent);
    assertThat(scraped("drover_quota_full"))
        .containsExactly("drover_quota_full{quota=\"most\",stack=\"shop\",resource=\"pods\",} 1.0");
    assertThat(scraped("drover_backup_overdue"))
        .containsExactly("drover_backup_overdue{service=\"shop_db\",} 1.0");
    clock.advance(AlertRules.UNSEEN_FOR);
    told(List.of(), List.of(), silent);
    assertThat(scraped("drover_quota_full")).isEmpty();
    assertThat(scraped("drover_backup_overdue")).isEmpty();
  }
}
