package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a service's tasks tell their own metrics, in the text format of Prometheus.
 *
 * @param port the tasks' port
 * @param path path and query on it
 */
public record MetricsPolicy(int port, String path) implements Concern {
  private static final String PREFIX = "drover.metrics.";
  private static final String STANDARD_PATH = "/metrics";
  private static final Pattern PATH =
      Pattern.compile("/(?:[A-Za-z0-9/_.~?=&:@!$'()*+,;-]|%[0-9A-Fa-f]{2}){0,1000}");

  public MetricsPolicy {
    Objects.requireNonNull(path, "path");
  }

  static Optional<MetricsPolicy> read(LabelReader labels) {
    Optional<String> first = labels.firstUnder(PREFIX);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Required.check(labels, Vocabulary.METRICS_PORT, first.get());
    String path = labels.value(Vocabulary.METRICS_PATH).orElse(STANDARD_PATH);
    return labels.value(Vocabulary.METRICS_PORT).map(port -> new MetricsPolicy(port, path));
  }

  static String path(String text) {
    if (!PATH.matcher(text).matches()) {
      throw new MalformedValueException(text, "a path that starts with /");
    }
    return text;
  }
}
