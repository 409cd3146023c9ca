package io.drover.scaling.observe;

import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.MetricTarget;
import io.drover.core.policy.MetricsPolicy;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.ScaleTarget;
import io.drover.core.policy.ScaleTarget.MetricSource;
import io.drover.core.policy.ServicePolicy;
import io.drover.manifests.Described;
import io.drover.manifests.HorizontalManifest;
import io.drover.scaling.decide.ReplicaRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A metric of a service's own that labels or a manifest name.
 *
 * @param name its name
 * @param source where it comes from
 * @param perTask whether it is held per task, so that each task's value counts
 */
record CustomMetric(String name, MetricSource source, boolean perTask) {

  /** How a metric's values are had. */
  sealed interface Way {
    /** A Prometheus answers for the service as a whole. */
    record Total(String query) implements Way {}

    /** A Prometheus answers for each task. */
    record ByTask(String query) implements Way {}

    /** The agents ask the tasks. */
    record Scraped(MetricsPolicy where) implements Way {}

    /** Not at all. */
    record None(String why) implements Way {}
  }

  /** Those of a service, of labels as well as of all its manifests. */
  static List<CustomMetric> of(PolicyBook.Governed service) {
    List<CustomMetric> metrics = new ArrayList<>();
    policy(service)
        .flatMap(ServicePolicy::scale)
        .ifPresent(
            scale -> {
              for (ScaleTarget target : scale.targets()) {
                if (target instanceof ScaleTarget.Metric(String name, var held, var source)) {
                  metrics.add(
                      new CustomMetric(name, source, held.basis() == MetricTarget.Basis.PER_TASK));
                }
              }
            });
    for (Described manifest : service.manifests()) {
      if (manifest instanceof HorizontalManifest scaler) {
        scaler.spec().metrics().stream()
            .filter(CustomMetric::isCustom)
            .forEach(metric -> metrics.add(of(scaler, metric)));
      }
    }
    return metrics;
  }

  /** Those that hold now. */
  static List<CustomMetric> of(ReplicaRules.Hold rules) {
    return rules.spec().metrics().stream()
        .filter(CustomMetric::isCustom)
        .map(
            metric ->
                new CustomMetric(
                    metric.name(),
                    rules.metrics().getOrDefault(metric.name(), new MetricSource.Tasks()),
                    metric.source() == Source.PODS))
        .toList();
  }

  private static boolean isCustom(HorizontalSpec.Metric metric) {
    return metric.source() != Source.RESOURCE && metric.source() != Source.CONTAINER_RESOURCE;
  }

  private static CustomMetric of(HorizontalManifest scaler, HorizontalSpec.Metric metric) {
    String query = scaler.queries().get(metric.name());
    return new CustomMetric(
        metric.name(),
        query == null ? new MetricSource.Tasks() : new MetricSource.Query(query),
        metric.source() == Source.PODS);
  }

  private static Optional<ServicePolicy> policy(PolicyBook.Governed service) {
    return service.parsed() instanceof Parsed.Governed(ServicePolicy policy, var warnings)
        ? Optional.of(policy)
        : Optional.empty();
  }

  /** How its values are had: by its query, from the tasks, or by the usual query. */
  Way way(PolicyBook.Governed service, Optional<DefaultQueries> defaults) {
    if (source instanceof MetricSource.Query(String promql)) {
      return new Way.Total(promql);
    }
    Optional<MetricsPolicy> where = policy(service).flatMap(ServicePolicy::metrics);
    if (where.isPresent()) {
      return new Way.Scraped(where.get());
    }
    if (defaults.isEmpty()) {
      return new Way.None(
          "nobody can be asked for it: give the service drover.metrics.port, or the metric a query and Drover a Prometheus");
    }
    return defaults
        .get()
        .of(name, service.service().name(), perTask)
        .<Way>map(query -> perTask ? new Way.ByTask(query) : new Way.Total(query))
        .orElseGet(
            () -> new Way.None("a Prometheus has no metric of such a name: give it a query"));
  }
}
