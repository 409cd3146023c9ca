package io.drover.scaling;

import io.drover.manifests.HorizontalManifest;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.wiring.LoopKit;
import io.drover.scaling.observe.PolicyBook;
import io.drover.scaling.record.StatusBoard;
import io.drover.scaling.record.StatusSamples;
import io.drover.scaling.record.StatusSeries;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows the board at {@code /q/metrics}. It is read when it is asked for, so nothing outlives the
 * service or the leadership that it tells of: an instance that must not act exports none of it but
 * {@code drover_scaling_leader 0}.
 */
@ApplicationScoped
public class StatusMetrics {
  private static final String LEADER = "drover_scaling_leader";
  private static final String LEADER_HELP =
      "1 where this instance holds the lease of the scaling loop and acts, else 0.";
  private static final String LEASE = "drover.lease." + ScalingSteps.LOOP;

  private final StatusBoard board;
  private final PolicyBook policies;
  private final LoopKit kit;
  private final PrometheusMeterRegistry registry;
  private final Collector collector = new BoardCollector();

  /** A view of this board. */
  public StatusMetrics(
      StatusBoard board, PolicyBook policies, LoopKit kit, PrometheusMeterRegistry registry) {
    this.board = board;
    this.policies = policies;
    this.kit = kit;
    this.registry = registry;
  }

  void start(@Observes StartupEvent event) {
    registry.getPrometheusRegistry().register(collector);
  }

  void stop(@Observes ShutdownEvent event) {
    registry.getPrometheusRegistry().unregister(collector);
  }

  private boolean leads() {
    return kit.leases().stream()
        .filter(lease -> lease.name().equals(LEASE))
        .anyMatch(LeaseView::acting);
  }

  /**
   * Names of manifests, where one alone is for a service. Of several each may hold in turn: the
   * service's own name then stays what it is.
   */
  private Map<String, String> autoscalers() {
    Map<String, String> names = new HashMap<>();
    for (PolicyBook.Governed one : policies.lastRead().governed()) {
      List<String> all =
          one.manifests().stream()
              .filter(HorizontalManifest.class::isInstance)
              .map(manifest -> manifest.manifest().name())
              .toList();
      if (all.size() == 1) {
        names.put(one.service().id(), all.getFirst());
      }
    }
    return names;
  }

  private final class BoardCollector extends Collector {
    @Override
    public List<MetricFamilySamples> collect() {
      boolean leads = leads();
      List<MetricFamilySamples> families = new ArrayList<>();
      families.add(new GaugeMetricFamily(LEADER, LEADER_HELP, leads ? 1 : 0));
      if (leads) {
        StatusSamples samples = StatusSamples.of(board, autoscalers());
        for (StatusSeries series : StatusSeries.values()) {
          families.add(family(series, samples));
        }
      }
      return families;
    }

    private static MetricFamilySamples family(StatusSeries series, StatusSamples samples) {
      if (series.isCounter()) {
        CounterMetricFamily counter =
            new CounterMetricFamily(series.wireName(), series.help(), series.labels());
        samples.of(series).forEach(counter::addMetric);
        return counter;
      }
      GaugeMetricFamily gauge =
          new GaugeMetricFamily(series.wireName(), series.help(), series.labels());
      samples.of(series).forEach(gauge::addMetric);
      return gauge;
    }
  }
}
