package io.drover.health;

import io.drover.health.decide.alert.Alert;
import io.drover.health.decide.alert.AlertRule;
import io.drover.health.decide.alert.BackupState;
import io.drover.health.decide.alert.QuotaUse;
import io.drover.health.decide.incident.Incident;
import io.drover.health.decide.state.Assessment;
import io.drover.health.decide.state.Finding;
import io.drover.health.decide.state.NodeHealth;
import io.drover.health.decide.state.ServiceHealth;
import io.drover.health.decide.state.Subject;
import io.drover.health.record.HealthBoard;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Shows the board at {@code /q/metrics}. It is read when it is asked for, so nothing outlives what
 * it tells of; an instance that stands by exports none of it. Names are in {@code
 * src/site/health.md}.
 */
@ApplicationScoped
public class HealthMetrics {
  private static final List<String> SERVICE = List.of("service", "stack");

  private final HealthBoard board;
  private final PrometheusMeterRegistry registry;
  private final Collector collector = new BoardCollector();

  /** A view of this board. */
  public HealthMetrics(HealthBoard board, PrometheusMeterRegistry registry) {
    this.board = board;
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
      HealthBoard.View view = board.view();
      List<MetricFamilySamples> families = new ArrayList<>();
      if (view.reasonForNone().isEmpty()) {
        view.assessment()
            .filter(seen -> view.blind().isEmpty())
            .ifPresent(
                seen -> {
                  services(seen, families);
                  nodes(seen, families);
                });
        incidents(view, families);
      }
      return families;
    }

    private static void services(Assessment seen, List<MetricFamilySamples> families) {
      GaugeMetricFamily desired =
          new GaugeMetricFamily("drover_service_desired", "Tasks it should have.", SERVICE);
      GaugeMetricFamily running =
          new GaugeMetricFamily("drover_service_running", "Tasks that run.", SERVICE);
      GaugeMetricFamily schedulable =
          new GaugeMetricFamily(
              "drover_service_schedulable",
              "Tasks that the nodes could take at a time, at most the desired.",
              SERVICE);
      GaugeMetricFamily tasks =
          new GaugeMetricFamily(
              "drover_service_tasks",
              "Tasks that it is meant to have, by their state.",
              List.of("service", "stack", "state"));
      for (ServiceHealth service : seen.services()) {
        String name = service.facts().view().name();
        String stack = service.facts().view().stack().orElse("");
        List<String> labels = List.of(name, stack);
        desired.addMetric(labels, service.desired());
        running.addMetric(labels, service.running());
        schedulable.addMetric(labels, service.schedulable());
        service
            .states()
            .forEach((state, count) -> tasks.addMetric(List.of(name, stack, state), count));
      }
      families.addAll(
          List.of(desired, running, schedulable, tasks, SlotMetrics.of(seen.services())));
    }

    private static void nodes(Assessment seen, List<MetricFamilySamples> families) {
      GaugeMetricFamily ready =
          new GaugeMetricFamily(
              "drover_node_ready", "1 where the node is ready, else 0.", List.of("node", "role"));
      for (NodeHealth node : seen.nodes()) {
        ready.addMetric(
            List.of(node.facts().view().hostname(), node.facts().view().role()),
            node.facts().view().isReady() ? 1 : 0);
      }
      families.add(ready);
      families.add(
          new GaugeMetricFamily(
              "drover_managers_may_fail",
              "Managers that may fail before nothing can be changed any more.",
              Math.max(0, seen.managers().mayFail())));
    }

    private static void incidents(HealthBoard.View view, List<MetricFamilySamples> families) {
      GaugeMetricFamily findings =
          new GaugeMetricFamily(
              "drover_finding",
              "1 for everything that is wrong now.",
              List.of("kind", "service", "node"));
      Map<Finding.Key, Subject> present = new LinkedHashMap<>();
      Predicate<Finding.Key> untold = key -> true;
      if (view.blind().isEmpty() && view.assessment().isPresent()) {
        Assessment seen = view.assessment().get();
        seen.findings().forEach(finding -> present.put(finding.key(), finding.subject()));
        untold = seen.untold()::contains;
      }
      // What can't be looked at stays as it was: an alert of it must not end, and be taken for
      // good.
      for (Incident incident : view.incidents().all()) {
        if (incident.status().isActive() && untold.test(incident.key())) {
          present.putIfAbsent(incident.key(), incident.subject());
        }
      }
      present.forEach((key, subject) -> findings.addMetric(labels(key.kind().code(), subject), 1));
      GaugeMetricFamily open =
          new GaugeMetricFamily(
              "drover_incident",
              "1 for every incident that is not over; 0.5 where somebody takes care of it.",
              List.of("kind", "service", "node"));
      for (Incident incident : view.incidents().all()) {
        if (incident.status().isActive()) {
          open.addMetric(
              labels(incident.kind().code(), incident.subject()),
              incident.status() == Incident.Status.OPEN ? 1 : 0.5);
        }
      }
      GaugeMetricFamily firing =
          new GaugeMetricFamily(
              "drover_alerts", "Alerts of the built-in rules, by state.", List.of("state"));
      for (Alert.State state : List.of(Alert.State.PENDING, Alert.State.FIRING)) {
        firing.addMetric(
            List.of(state.word()),
            view.alerts().stream().filter(alert -> alert.state() == state).count());
      }
      families.addAll(List.of(findings, open, firing, quotas(view), backups(view)));
    }

    private static GaugeMetricFamily quotas(HealthBoard.View view) {
      GaugeMetricFamily full =
          new GaugeMetricFamily(
              "drover_quota_full",
              "1 where a stack has used a quota up, else 0.",
              List.of("quota", "stack", "resource"));
      Map<List<String>, Double> values = new LinkedHashMap<>();
      for (QuotaUse use : view.quotas()) {
        values.put(List.of(use.quota(), use.stack(), use.resource()), use.full() ? 1.0 : 0.0);
      }
      stillFiring(view, AlertRule.QUOTA_FULL, List.of("quota", "stack", "resource"), values);
      values.forEach(full::addMetric);
      return full;
    }

    private static GaugeMetricFamily backups(HealthBoard.View view) {
      GaugeMetricFamily overdue =
          new GaugeMetricFamily(
              "drover_backup_overdue",
              "1 where a backup should have been made and was not, else 0.",
              List.of("service"));
      Map<List<String>, Double> values = new LinkedHashMap<>();
      for (BackupState backup : view.backups()) {
        values.put(List.of(backup.service()), backup.overdue() ? 1.0 : 0.0);
      }
      stillFiring(view, AlertRule.BACKUP_OVERDUE, List.of("service"), values);
      values.forEach(overdue::addMetric);
      return overdue;
    }

    /** While whoever tells it is silent, what fires built-in goes on for a while; here, too. */
    private static void stillFiring(
        HealthBoard.View view,
        AlertRule rule,
        List<String> labels,
        Map<List<String>, Double> values) {
      for (Alert alert : view.alerts()) {
        if (alert.state() == Alert.State.FIRING && alert.condition().rule() == rule) {
          values.putIfAbsent(labels.stream().map(alert.condition().labels()::get).toList(), 1.0);
        }
      }
    }

    private static List<String> labels(String kind, Subject subject) {
      return List.of(
          kind,
          subject.type() == Subject.Type.SERVICE ? subject.name() : "",
          subject.type() == Subject.Type.NODE ? subject.name() : "");
    }
  }
}
