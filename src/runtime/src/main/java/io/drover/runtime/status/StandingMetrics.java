package io.drover.runtime.status;

import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.loop.LoopStatus;
import io.drover.runtime.pause.PauseState;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.wiring.LoopKit;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code GET /v1/status} says, at {@code /q/metrics}: leases, loops, dependencies, the pause.
 * It is read when it is asked for; a pause that can't be read has no series. Names are in {@code
 * src/site/metrics.md}.
 */
@ApplicationScoped
public class StandingMetrics {
  private final LoopKit kit;
  private final PauseSwitch pause;
  private final Dependencies dependencies;
  private final PrometheusMeterRegistry registry;
  private final Collector collector = new StandingCollector();

  /** Metrics of these. */
  public StandingMetrics(
      LoopKit kit, PauseSwitch pause, Dependencies dependencies, PrometheusMeterRegistry registry) {
    this.kit = kit;
    this.pause = pause;
    this.dependencies = dependencies;
    this.registry = registry;
  }

  void start(@Observes StartupEvent event) {
    registry.getPrometheusRegistry().register(collector);
  }

  void stop(@Observes ShutdownEvent event) {
    registry.getPrometheusRegistry().unregister(collector);
  }

  private final class StandingCollector extends Collector {
    @Override
    public List<MetricFamilySamples> collect() {
      List<MetricFamilySamples> families = new ArrayList<>();
      families.add(leases(kit.leases()));
      families.add(loops(kit.statuses()));
      families.add(dependencies(dependencies.all()));
      switch (pause.lastRead()) {
        case PauseState.Running running -> families.add(paused(0));
        case PauseState.Paused paused -> families.add(paused(1));
        case PauseState.Unreadable unreadable -> {}
      }
      return families;
    }

    private static GaugeMetricFamily paused(int value) {
      return new GaugeMetricFamily(
          "drover_paused", "1 while the whole suite is paused, else 0.", value);
    }

    private static GaugeMetricFamily leases(List<LeaseView> leases) {
      GaugeMetricFamily family =
          new GaugeMetricFamily(
              "drover_lease_acting",
              "1 where this instance holds the lease and may act, else 0.",
              List.of("lease"));
      leases.forEach(lease -> family.addMetric(List.of(lease.name()), lease.acting() ? 1 : 0));
      return family;
    }

    private static GaugeMetricFamily loops(List<LoopStatus> loops) {
      GaugeMetricFamily family =
          new GaugeMetricFamily(
              "drover_loop_healthy",
              "1 where the loop's last full round is recent enough, else 0.",
              List.of("loop"));
      loops.forEach(loop -> family.addMetric(List.of(loop.loop()), loop.healthy() ? 1 : 0));
      return family;
    }

    private static GaugeMetricFamily dependencies(List<Dependencies.Dependency> all) {
      GaugeMetricFamily family =
          new GaugeMetricFamily(
              "drover_dependency_up",
              "1 where what this service needs was found working last, else 0.",
              List.of("dependency"));
      all.forEach(one -> family.addMetric(List.of(one.name()), one.up() ? 1 : 0));
      return family;
    }
  }
}
