package io.drover.scaling.observe;

import io.drover.core.model.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Metrics that are had by a PromQL query. */
@FunctionalInterface
public interface QueriedMetrics {

  /**
   * Asks all queries at once; never throws.
   *
   * @return for each query the values of its series in thousandths, or why there are none
   */
  Map<String, Reading<List<Long>>> ask(Set<String> queries);

  /** Asks all queries at once for one series of each task; never throws. */
  default Map<String, Reading<List<TaskSeries>>> askByTask(Set<String> queries) {
    return queries.stream()
        .collect(Collectors.toMap(query -> query, query -> Reading.unknown("nobody can be asked")));
  }

  /** How a metric without a query is asked for; empty where there is nobody to ask. */
  default Optional<DefaultQueries> defaults() {
    return Optional.empty();
  }

  /** Where there is nobody to ask. */
  static QueriedMetrics none() {
    return queries ->
        queries.stream()
            .collect(
                Collectors.toMap(
                    query -> query,
                    query ->
                        Reading.unknown(
                            "no Prometheus is configured (DROVER_SCALING_PROMETHEUS_URL)")));
  }
}
