package io.drover.failover;

import io.drover.failover.decide.Phase;
import io.drover.failover.decide.Side;
import io.drover.failover.decide.Sight;
import io.drover.failover.decide.Target;
import io.drover.failover.record.SiteBoard;
import io.drover.failover.record.SiteBoard.Picture;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Shows where two sites stand at {@code /q/metrics}; read when asked for. An instance that stands
 * by exports none of it. Names are in {@code src/site/failover.md}.
 */
@ApplicationScoped
public class FailoverMetrics {
  private final SiteBoard board;
  private final PrometheusMeterRegistry registry;
  private final Collector collector =
      new Collector() {
        @Override
        public List<MetricFamilySamples> collect() {
          return board.picture().map(FailoverMetrics::families).orElseGet(List::of);
        }
      };

  /** A view of this board. */
  public FailoverMetrics(SiteBoard board, PrometheusMeterRegistry registry) {
    this.board = board;
    this.registry = registry;
  }

  void start(@Observes StartupEvent event) {
    registry.getPrometheusRegistry().register(collector);
  }

  void stop(@Observes ShutdownEvent event) {
    registry.getPrometheusRegistry().unregister(collector);
  }

  static List<Collector.MetricFamilySamples> families(Picture picture) {
    GaugeMetricFamily phases =
        new GaugeMetricFamily(
            "drover_failover_phase", "1 for the phase that it is in.", List.of("phase"));
    for (Phase phase : Phase.values()) {
      phases.addMetric(List.of(phase.name()), picture.state().phase() == phase ? 1 : 0);
    }
    GaugeMetricFamily serving =
        new GaugeMetricFamily(
            "drover_failover_serving", "1 for the site that serves.", List.of("site"));
    GaugeMetricFamily swarm =
        new GaugeMetricFamily(
            "drover_failover_swarm_reachable",
            "Whether the site's Swarm answers and has its quorum.",
            List.of("site"));
    GaugeMetricFamily up =
        new GaugeMetricFamily(
            "drover_failover_places_up", "Places that saw the site up last.", List.of("site"));
    for (Side side : Side.values()) {
      List<String> site = List.of(picture.name(side));
      serving.addMetric(site, picture.state().serving() == side ? 1 : 0);
      swarm.addMetric(site, picture.engines().get(side) instanceof Target.Reachable ? 1 : 0);
      up.addMetric(
          site,
          picture.look().places().stream()
              .map(place -> side == Side.PRIMARY ? place.primary() : place.standby())
              .filter(run -> run.sight() == Sight.UP)
              .count());
    }
    return List.of(
        phases,
        serving,
        swarm,
        up,
        new GaugeMetricFamily(
            "drover_failover_move", "Number of the newest move.", picture.state().epoch()));
  }
}
