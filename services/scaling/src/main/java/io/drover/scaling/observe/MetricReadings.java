package io.drover.scaling.observe;

import io.drover.core.model.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a round learned of custom metrics.
 *
 * @param defaults how metrics without a query were asked of Prometheus; empty without one
 * @param queried what services as a whole came to, by query
 * @param byTask what tasks came to, by query
 * @param scraped what tasks told the agents
 */
public record MetricReadings(
    Optional<DefaultQueries> defaults,
    Map<String, Reading<List<Long>>> queried,
    Map<String, Reading<List<TaskSeries>>> byTask,
    ScrapeReport scraped) {
  private static final int TOLD = 3;

  /** Asks for all that these services need. */
  public static MetricReadings ask(
      List<PolicyBook.Governed> governed, QueriedMetrics prometheus, Agents agents) {
    Optional<DefaultQueries> defaults = prometheus.defaults();
    Set<String> totals = new HashSet<>();
    Set<String> byTask = new HashSet<>();
    List<ScrapeTarget> targets = new ArrayList<>();
    for (PolicyBook.Governed service : governed) {
      Map<ScrapeTarget, Set<String>> scraped = new HashMap<>();
      for (CustomMetric metric : CustomMetric.of(service)) {
        switch (metric.way(service, defaults)) {
          case CustomMetric.Way.Total(String query) -> totals.add(query);
          case CustomMetric.Way.ByTask(String query) -> byTask.add(query);
          case CustomMetric.Way.Scraped(var where) ->
              scraped
                  .computeIfAbsent(
                      new ScrapeTarget(
                          service.service().id(), where.port(), where.path(), Set.of()),
                      place -> new HashSet<>())
                  .add(metric.name());
          case CustomMetric.Way.None(String why) -> {}
        }
      }
      scraped.forEach(
          (place, names) ->
              targets.add(new ScrapeTarget(place.serviceId(), place.port(), place.path(), names)));
    }
    return new MetricReadings(
        defaults,
        prometheus.ask(totals),
        byTask.isEmpty() ? Map.of() : prometheus.askByTask(byTask),
        targets.isEmpty() ? ScrapeReport.NONE : agents.scrape(targets));
  }

  /** What could not be had, each reason once; of the tasks' own only a few. */
  public List<String> failures() {
    Stream<String> queries =
        Stream.concat(queried.values().stream(), byTask.values().stream())
            .flatMap(reading -> why(reading).stream());
    Stream<String> tasks =
        scraped.byTask().values().stream()
            .flatMap(samples -> samples.values().stream())
            .flatMap(sample -> why(sample.milli()).stream());
    return Stream.of(
            queries.distinct().sorted(),
            scraped.failures().stream(),
            tasks.distinct().sorted().limit(TOLD))
        .flatMap(all -> all)
        .distinct()
        .toList();
  }

  private static Optional<String> why(Reading<?> reading) {
    return reading instanceof Reading.Unknown<?>(String reason)
        ? Optional.of(reason)
        : Optional.empty();
  }
}
