package io.drover.backup;

import io.drover.backup.decide.state.Standing;
import io.drover.backup.keep.KeepBoard;
import io.drover.backup.record.BackupRecord;
import io.drover.backup.record.Catalog;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows how it stands with backups at {@code /q/metrics}; read when asked for. An instance that
 * stands by exports none of it. Names are in {@code src/site/backup.md}.
 */
@ApplicationScoped
public class BackupMetrics {
  private static final List<String> SERVICE = List.of("service", "stack");

  private final KeepBoard board;
  private final Catalog catalog;
  private final PrometheusMeterRegistry registry;
  private final Collector collector = new BoardCollector();

  /** A view of this board and this catalog. */
  public BackupMetrics(KeepBoard board, Catalog catalog, PrometheusMeterRegistry registry) {
    this.board = board;
    this.catalog = catalog;
    this.registry = registry;
  }

  void start(@Observes StartupEvent event) {
    registry.getPrometheusRegistry().register(collector);
  }

  void stop(@Observes ShutdownEvent event) {
    registry.getPrometheusRegistry().unregister(collector);
  }

  private final class BoardCollector extends Collector {
    @Override
    public List<MetricFamilySamples> collect() {
      KeepBoard.View view = board.view();
      List<MetricFamilySamples> families = new ArrayList<>();
      if (view.reasonForNone().isEmpty()) {
        services(view.standings(), families);
        families.add(
            new GaugeMetricFamily(
                "drover_backup_stored_bytes",
                "What all backups take in the store.",
                catalog.backups().stream().mapToLong(BackupRecord::storedBytes).sum()));
        families.add(
            new GaugeMetricFamily(
                "drover_backup_count", "Backups in the store.", catalog.backups().size()));
      }
      return families;
    }

    private static void services(List<Standing> standings, List<MetricFamilySamples> families) {
      GaugeMetricFamily success =
          gauge("last_success_timestamp_seconds", "When it was last backed up; 0 for never.");
      GaugeMetricFamily due = gauge("next_due_timestamp_seconds", "When it is due next.");
      GaugeMetricFamily overdue =
          gauge("overdue_timestamp_seconds", "Since when a backup is missing; 0 for none.");
      GaugeMetricFamily interval =
          gauge("expected_interval_seconds", "From one moment of its schedule to the next.");
      GaugeMetricFamily size = gauge("size_bytes", "Content of the volumes in its newest backup.");
      GaugeMetricFamily duration = gauge("duration_seconds", "How long its newest backup took.");
      GaugeMetricFamily verified =
          gauge("verified", "1 where its newest backup was read again and is good, else 0.");
      GaugeMetricFamily state =
          new GaugeMetricFamily(
              "drover_backup_state",
              "1 for each thing that is wrong, or for ok.",
              List.of("service", "stack", "state"));
      for (Standing standing : standings) {
        List<String> labels = List.of(standing.service(), standing.stack());
        success.addMetric(labels, seconds(standing.lastSuccess()));
        if (!standing.nextDue().equals(Instant.MAX)) {
          due.addMetric(labels, seconds(standing.nextDue()));
        }
        overdue.addMetric(labels, seconds(standing.overdueSince()));
        interval.addMetric(labels, standing.interval().toSeconds());
        // Where there is no backup there is no size of it: not 0.
        if (!standing.lastSuccess().equals(Instant.EPOCH)) {
          size.addMetric(labels, standing.bytes());
          duration.addMetric(labels, standing.took().toMillis() / 1000.0);
        }
        verified.addMetric(labels, standing.verified() ? 1 : 0);
        for (Standing.State one : Standing.State.values()) {
          boolean holds =
              one == Standing.State.OK
                  ? standing.findings().isEmpty()
                  : standing.findings().stream().anyMatch(found -> found.state() == one);
          state.addMetric(List.of(standing.service(), standing.stack(), one.word()), holds ? 1 : 0);
        }
      }
      families.addAll(List.of(success, due, overdue, interval, size, duration, verified, state));
    }

    private static GaugeMetricFamily gauge(String name, String help) {
      return new GaugeMetricFamily("drover_backup_" + name, help, SERVICE);
    }

    private static double seconds(Instant moment) {
      return moment.equals(Instant.MAX) ? 0 : moment.getEpochSecond();
    }
  }
}
