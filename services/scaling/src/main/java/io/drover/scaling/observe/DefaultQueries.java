package io.drover.scaling.observe;

import io.drover.core.model.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a Prometheus is asked for a metric that has no query of its own. In the templates {@code
 * <metric>}, {@code <service>} and {@code <window>} stand for what they say, and {@code <values>}
 * for the series that the selector names, or for their rates where the metric is a counter.
 *
 * @param selector names the series of a service
 * @param perTask gives one series for each task, whose label names the task
 * @param total gives one value for the service
 * @param window what rates are averaged over
 */
public record DefaultQueries(String selector, String perTask, String total, Duration window) {
  /** What series are selected by, with the labels of {@code swarm/prometheus/prometheus.yml}. */
  public static final String SELECTOR = "<metric>{service=\"<service>\"}";

  /** The value of each task. */
  public static final String PER_TASK = "sum by (instance) (<values>)";

  /** The value of all of them together. */
  public static final String TOTAL = "sum(<values>)";

  /** Eight scrapes of the usual 15 s. */
  public static final String WINDOW = "2m";

  /** Those for the configuration that is shipped. */
  public static final DefaultQueries SHIPPED =
      new DefaultQueries(SELECTOR, PER_TASK, TOTAL, Durations.parse(WINDOW));

  /** What a metric is called in PromQL; anything else would be another query. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  /** The query for a metric of a service; empty when PromQL can't name such a metric. */
  public Optional<String> of(String metric, String service, boolean byTask) {
    if (!NAME.matcher(metric).matches()) {
      return Optional.empty();
    }
    boolean counter = metric.endsWith("_total");
    String query =
        (byTask ? perTask : total)
            .replace("<values>", counter ? "rate(" + selector + "[<window>])" : selector)
            .replace("<metric>", metric)
            .replace("<window>", window.toMillis() + "ms")
            .replace("<service>", service.replace("\\", "\\\\").replace("\"", "\\\""));
    return Optional.of(query);
  }
}
