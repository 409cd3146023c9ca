package io.drover.health;

import io.drover.health.decide.state.ServiceHealth;
import io.drover.health.decide.state.TaskHealth;
import io.prometheus.client.GaugeMetricFamily;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of the task in each slot, as series. In a Swarm of many tasks those that run would be
 * most of a scrape and tell nothing: then they are left out.
 */
final class SlotMetrics {
  /** So many slots are shown, whatever their state; with more, those whose task does not run. */
  static final int MOST_SLOTS = 2_000;

  private static final String RUNNING = "running";

  private SlotMetrics() {}

  /** One series for each slot and state that is to be shown. */
  static GaugeMetricFamily of(List<ServiceHealth> services) {
    GaugeMetricFamily family =
        new GaugeMetricFamily(
            "drover_service_slot",
            "Tasks of each slot (of global services: of each node) by their state; usually one.",
            List.of("service", "stack", "slot", "state"));
    boolean all = services.stream().mapToInt(service -> service.tasks().size()).sum() <= MOST_SLOTS;
    int left = MOST_SLOTS;
    for (ServiceHealth service : services) {
      // During an update a slot may have two tasks, even in one state.
      Map<List<String>, Integer> series = new LinkedHashMap<>();
      for (TaskHealth task : service.tasks()) {
        if (all || !task.state().equals(RUNNING)) {
          series.merge(labels(service, task), 1, Integer::sum);
        }
      }
      for (var one : series.entrySet()) {
        if (left > 0) {
          family.addMetric(one.getKey(), one.getValue());
          left--;
        }
      }
    }
    return family;
  }

  private static List<String> labels(ServiceHealth service, TaskHealth task) {
    return List.of(
        service.facts().view().name(),
        service.facts().view().stack().orElse(""),
        task.slot() == 0 ? task.node() : Integer.toString(task.slot()),
        task.state());
  }
}
