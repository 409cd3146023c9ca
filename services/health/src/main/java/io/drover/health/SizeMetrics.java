package io.drover.health;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.model.Resources;
import io.drover.health.decide.state.Assessment;
import io.drover.health.decide.state.NodeHealth;
import io.drover.health.decide.state.ServiceHealth;
import io.drover.health.decide.state.TaskHealth;
import io.drover.health.record.HealthBoard;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What nodes offer, and what tasks reserve and are limited to, at {@code /q/metrics}: beside what
 * agents tell of use. What a service does not declare has no series. Names are in {@code
 * src/site/health.md}.
 */
@ApplicationScoped
public class SizeMetrics {
  private static final List<String> SERVICE = List.of("service", "stack");
  private static final List<String> NODE = List.of("node");
  private static final double NANOS = 1e9;

  private final HealthBoard board;
  private final PrometheusMeterRegistry registry;
  private final Collector collector = new SizeCollector();

  /** A view of this board. */
  public SizeMetrics(HealthBoard board, PrometheusMeterRegistry registry) {
    this.board = board;
    this.registry = registry;
  }

  void start(@Observes StartupEvent event) {
    registry.getPrometheusRegistry().register(collector);
  }

  void stop(@Observes ShutdownEvent event) {
    registry.getPrometheusRegistry().unregister(collector);
  }

  private final class SizeCollector extends Collector {
    @Override
    public List<MetricFamilySamples> collect() {
      HealthBoard.View view = board.view();
      return Optional.of(view)
          .filter(seen -> seen.reasonForNone().isEmpty() && seen.blind().isEmpty())
          .flatMap(HealthBoard.View::assessment)
          .map(seen -> Stream.concat(services(seen), nodes(seen)).toList())
          .orElse(List.of());
    }

    private static Stream<MetricFamilySamples> services(Assessment seen) {
      GaugeMetricFamily reservedCores =
          family("drover_service_reservation_cores", "CPU that each task reserves.", SERVICE);
      GaugeMetricFamily reservedBytes =
          family("drover_service_reservation_bytes", "Memory that each task reserves.", SERVICE);
      GaugeMetricFamily limitCores =
          family("drover_service_limit_cores", "CPU that each task may use.", SERVICE);
      GaugeMetricFamily limitBytes =
          family("drover_service_limit_bytes", "Memory that each task may hold.", SERVICE);
      for (ServiceHealth service : seen.services()) {
        List<String> labels =
            List.of(service.facts().view().name(), service.facts().view().stack().orElse(""));
        add(service.facts().view().reservations(), labels, reservedCores, reservedBytes);
        add(service.facts().view().limits(), labels, limitCores, limitBytes);
      }
      return Stream.of(reservedCores, reservedBytes, limitCores, limitBytes);
    }

    private static Stream<MetricFamilySamples> nodes(Assessment seen) {
      GaugeMetricFamily cores =
          family("drover_node_cores", "CPU that the node offers to tasks.", NODE);
      GaugeMetricFamily bytes =
          family("drover_node_memory_bytes", "Memory that the node offers to tasks.", NODE);
      GaugeMetricFamily reservedCores =
          family("drover_node_reserved_cores", "CPU that its tasks reserve.", NODE);
      GaugeMetricFamily reservedBytes =
          family("drover_node_reserved_bytes", "Memory that its tasks reserve.", NODE);
      Map<String, Reserved> reserved = reserved(seen);
      for (NodeHealth node : seen.nodes()) {
        NodeView view = node.facts().view();
        List<String> labels = List.of(view.hostname());
        cores.addMetric(labels, view.cpu().nanos() / NANOS);
        bytes.addMetric(labels, view.memory().value());
        Reserved taken = reserved.getOrDefault(view.hostname(), Reserved.NONE);
        reservedCores.addMetric(labels, taken.nanos() / NANOS);
        reservedBytes.addMetric(labels, taken.bytes());
      }
      return Stream.of(cores, bytes, reservedCores, reservedBytes);
    }
  }

  private record Reserved(long nanos, long bytes) {
    private static final Reserved NONE = new Reserved(0, 0);

    private static Reserved of(Resources each) {
      return new Reserved(
          each.cpu().map(Cpu::nanos).orElse(0L), each.memory().map(Bytes::value).orElse(0L));
    }

    private Reserved plus(Reserved other) {
      return new Reserved(nanos + other.nanos, bytes + other.bytes);
    }
  }

  private static Map<String, Reserved> reserved(Assessment seen) {
    Map<String, Reserved> byNode = new HashMap<>();
    for (ServiceHealth service : seen.services()) {
      Reserved each = Reserved.of(service.facts().view().reservations());
      for (TaskHealth task : service.tasks()) {
        byNode.merge(task.node(), each, Reserved::plus);
      }
    }
    return byNode;
  }

  private static GaugeMetricFamily family(String name, String help, List<String> labels) {
    return new GaugeMetricFamily(name, help, labels);
  }

  private static void add(
      Resources each, List<String> labels, GaugeMetricFamily cores, GaugeMetricFamily bytes) {
    each.cpu().ifPresent(cpu -> cores.addMetric(labels, cpu.nanos() / NANOS));
    each.memory().ifPresent(memory -> bytes.addMetric(labels, memory.value()));
  }
}
