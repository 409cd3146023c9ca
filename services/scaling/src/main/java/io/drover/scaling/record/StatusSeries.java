package io.drover.scaling.record;

import java.util.List;

/**
 * What is exported about each governed service. Names of kube-state-metrics and of the reference
 * document bear one and the same set of labels, so that they can be compared without {@code on()};
 * our own name the service.
 */
public enum StatusSeries {
  SCALING_EVENTS(
      "hpa_scaling_events_total",
      "Changes of a service's replica count that Drover made.",
      Labels.KUBERNETES),
  SPEC_REPLICAS(
      "kube_deployment_spec_replicas",
      "Replicas that the service's spec asks for.",
      Labels.KUBERNETES),
  STATUS_REPLICAS(
      "kube_deployment_status_replicas",
      "Tasks that are to run, those that still wait or start included.",
      Labels.KUBERNETES),
  READY_REPLICAS("kube_deployment_status_replicas_ready", "Tasks that run.", Labels.KUBERNETES),
  MIN_REPLICAS(
      "kube_hpa_spec_min_replicas",
      "Fewest replicas allowed now, schedules included.",
      Labels.KUBERNETES),
  MAX_REPLICAS(
      "kube_hpa_spec_max_replicas",
      "Most replicas allowed now, schedules included.",
      Labels.KUBERNETES),
  DESIRED_REPLICAS(
      "drover_scaling_desired_replicas",
      "Replicas that the last decision wants, whether or not it may be done.",
      Labels.SERVICE),
  METRIC_VALUE(
      "drover_scaling_metric_value",
      "Present value of a metric: a share of the reservation (kind utilization), an average per task (average) or a total (value); cores, bytes or the metric's own unit.",
      Labels.METRIC),
  METRIC_TARGET(
      "drover_scaling_metric_target",
      "What a metric is held at, in the unit of its value.",
      Labels.METRIC),
  METRIC_PROPOSED(
      "drover_scaling_metric_proposed_replicas",
      "Replicas that a metric alone asks for.",
      Labels.METRIC),
  METRIC_UNKNOWN(
      "drover_scaling_metric_unknown",
      "1 where a metric could not be evaluated: the service does not shrink then.",
      Labels.METRIC),
  REASON(
      "drover_scaling_reason",
      "1 for each reason of the last decision, those that limited it included.",
      Labels.REASON),
  HELD("drover_scaling_held", "1 for each reason why a wanted step was not done.", Labels.REASON),
  DECIDED_AT(
      "drover_scaling_last_decision_timestamp_seconds",
      "When the service was last decided on, in Unix seconds.",
      Labels.SERVICE);

  private final String wireName;
  private final String help;
  private final List<String> labels;

  StatusSeries(String wireName, String help, List<String> labels) {
    this.wireName = wireName;
    this.help = help;
    this.labels = labels;
  }

  /** Sets of label names. */
  private static final class Labels {
    private static final List<String> KUBERNETES = List.of("namespace", "deployment", "hpa");
    private static final List<String> SERVICE = List.of("service");
    private static final List<String> METRIC = List.of("service", "metric", "kind");
    private static final List<String> REASON = List.of("service", "reason");

    private Labels() {}
  }

  /** The name at {@code /q/metrics}. */
  public String wireName() {
    return wireName;
  }

  /** The help text. */
  public String help() {
    return help;
  }

  /** The names of the labels, in order. */
  public List<String> labels() {
    return labels;
  }

  /** Whether it only ever grows. */
  public boolean isCounter() {
    return wireName.endsWith("_total");
  }
}
