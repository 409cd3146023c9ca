package io.drover.manifests;

import io.drover.core.model.MalformedValueException;
import io.drover.core.policy.FallbackPolicy;
import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.QuotaPolicy;
import io.drover.core.policy.ReplicaWindow;
import io.drover.core.policy.SchedulePolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Drover adds to manifests, in annotations that Kubernetes would pass over. To a
 * ResourceQuota: {@code drover.io/quota}, report or strict, as the label {@code drover.quota} of
 * all services of the stack. To a HorizontalPodAutoscaler:
 *
 * <ul>
 *   <li>{@code drover.io/schedule}: windows of the grammar of {@code drover.schedule}, one a line
 *       or with semicolons between them, in which alone the autoscaler holds. The bounds may be
 *       left out: the spec's are then the window's.
 *   <li>{@code drover.io/metric.NAME.query}: PromQL for a metric.
 *   <li>{@code drover.io/fallback}: as {@code drover.scale.fallback}.
 * </ul>
 */
final class Annotations {
  private static final String OURS = "drover.io/";
  private static final String SCHEDULE = OURS + "schedule";
  private static final String FALLBACK = OURS + "fallback";
  private static final String QUOTA = OURS + "quota";
  private static final String METRIC = OURS + "metric.";
  private static final String QUERY = ".query";

  private static final Set<String> OTHERS = Set.of(SCHEDULE, FALLBACK);

  private final Manifest manifest;
  private final List<ManifestProblem> problems;

  Annotations(Manifest manifest, List<ManifestProblem> problems) {
    this.manifest = manifest;
    this.problems = problems;
  }

  static String queryKey(String metric) {
    return METRIC + metric + QUERY;
  }

  /** The queries, by metric; also looks for annotations of ours that don't exist. */
  Map<String, String> queries(HorizontalSpec spec) {
    Map<String, String> queries = new HashMap<>();
    manifest
        .annotations()
        .forEach(
            (key, value) -> {
              if (key.startsWith(METRIC) && key.endsWith(QUERY)) {
                String metric = key.substring(METRIC.length(), key.length() - QUERY.length());
                boolean known = spec.metrics().stream().anyMatch(m -> m.name().equals(metric));
                if (!known) {
                  problem(key, "names a metric that the spec does not have");
                }
                if (value.isBlank()) {
                  problem(key, "expected PromQL");
                }
                queries.put(metric, value.strip());
              } else if (key.startsWith(OURS) && !OTHERS.contains(key)) {
                problem(
                    key,
                    "is unknown; there are %s, %s and %s"
                        .formatted(SCHEDULE, FALLBACK, queryKey("NAME")));
              }
            });
    return queries;
  }

  /** Whether a quota is to be held to; also looks for annotations of ours that don't exist. */
  boolean quotaIsStrict() {
    only(Set.of(QUOTA));
    String text = manifest.annotations().getOrDefault(QUOTA, "report");
    try {
      return QuotaPolicy.parse(text) == QuotaPolicy.STRICT;
    } catch (MalformedValueException malformed) {
      problem(QUOTA, malformed.getMessage());
      return false;
    }
  }

  /** Looks for annotations of ours that don't exist for the kind. */
  void only(Set<String> known) {
    manifest
        .annotations()
        .forEach(
            (key, value) -> {
              if (key.startsWith(OURS) && !known.contains(key)) {
                problem(
                    key,
                    "is unknown; there "
                        + (known.isEmpty() ? "are none" : "is " + String.join(", ", known)));
              }
            });
  }

  FallbackPolicy fallback() {
    String text = manifest.annotations().get(FALLBACK);
    try {
      return text == null ? FallbackPolicy.NONE : FallbackPolicy.parse(text);
    } catch (MalformedValueException malformed) {
      problem(FALLBACK, malformed.getMessage());
      return FallbackPolicy.NONE;
    }
  }

  /** The windows, each with the bounds that hold in it. */
  List<SchedulePolicy> windows(HorizontalSpec spec) {
    List<SchedulePolicy> windows = new ArrayList<>();
    if (!manifest.annotations().containsKey(SCHEDULE)) {
      return windows;
    }
    for (String line : manifest.annotations().get(SCHEDULE).split("[;\n]")) {
      String text = line.strip();
      if (!text.isEmpty()) {
        try {
          windows.add(new SchedulePolicy(manifest.name(), window(text, spec)));
        } catch (MalformedValueException malformed) {
          problem(SCHEDULE, malformed.getMessage());
        }
      }
    }
    if (windows.isEmpty() && problems.isEmpty()) {
      problem(SCHEDULE, "expected a window such as 0 18 * * MON-FRI Europe/Berlin for 5h");
    }
    return windows;
  }

  private static ReplicaWindow window(String text, HorizontalSpec spec) {
    ReplicaWindow window =
        ReplicaWindow.parse(
            text.contains(": ")
                ? text
                : text + ": min=%d max=%d".formatted(Math.max(1, spec.min()), spec.max()));
    int min = window.bounds().minOr(spec.min());
    int max = window.bounds().maxOr(spec.max());
    if (min > max) {
      throw new MalformedValueException(
          text,
          "bounds that fit the spec's: the window would have min=%d max=%d".formatted(min, max));
    }
    return window;
  }

  private void problem(String key, String what) {
    String pointer = "/metadata/annotations/" + YamlTree.escaped(key);
    problems.add(manifest.source().problem(pointer, "metadata.annotations: " + key + ": " + what));
  }
}
