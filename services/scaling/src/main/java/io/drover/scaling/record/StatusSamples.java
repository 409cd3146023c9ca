package io.drover.scaling.record;

import io.drover.core.decision.Reason;
import io.drover.core.policy.HorizontalSpec.Target;
import io.drover.scaling.decide.MetricResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The present samples of every {@link StatusSeries}: a value by the values of its labels. What is
 * not known has no sample; of two that would bear the same labels the larger one counts.
 */
public final class StatusSamples {
  private static final double PERCENT = 100;
  private static final double MILLI = 1000;

  private final Map<StatusSeries, Map<List<String>, Double>> samples =
      new EnumMap<>(StatusSeries.class);

  private StatusSamples() {}

  /**
   * What the board shows.
   *
   * @param autoscalers names of autoscalers by service id; one that has none of its own bears the
   *     service's
   */
  public static StatusSamples of(StatusBoard board, Map<String, String> autoscalers) {
    StatusSamples all = new StatusSamples();
    for (ServiceStatus status : board.all()) {
      String autoscaler = autoscalers.getOrDefault(status.serviceId(), status.shortName());
      all.add(status, autoscaler, board.changes(status.serviceId()));
    }
    return all;
  }

  /** Those of one series, by the values of its labels. */
  public Map<List<String>, Double> of(StatusSeries series) {
    return samples.getOrDefault(series, Map.of());
  }

  private void add(ServiceStatus status, String autoscaler, long changes) {
    List<String> kubernetes = List.of(status.stack(), status.shortName(), autoscaler);
    put(StatusSeries.SCALING_EVENTS, kubernetes, changes);
    put(StatusSeries.STATUS_REPLICAS, kubernetes, status.tasks());
    put(StatusSeries.READY_REPLICAS, kubernetes, status.running());
    putKnown(StatusSeries.SPEC_REPLICAS, kubernetes, status.current());
    putKnown(StatusSeries.MIN_REPLICAS, kubernetes, status.min());
    putKnown(StatusSeries.MAX_REPLICAS, kubernetes, status.max());
    List<String> service = List.of(status.service());
    putKnown(StatusSeries.DESIRED_REPLICAS, service, status.desired());
    put(StatusSeries.DECIDED_AT, service, status.last().at().toEpochMilli() / MILLI);
    status.metrics().forEach(metric -> add(status.service(), metric));
    for (Reason reason : status.last().plan().reasons()) {
      put(StatusSeries.REASON, List.of(status.service(), reason.code()), 1);
    }
    status
        .last()
        .plan()
        .held()
        .forEach(held -> put(StatusSeries.HELD, List.of(status.service(), held.by().code()), 1));
  }

  private void add(String service, MetricResult result) {
    String name = result.metric().name();
    List<String> labels = new ArrayList<>(List.of(service, name));
    switch (result.metric().target()) {
      case Target.Utilization(int percent) -> {
        labels.add("utilization");
        put(StatusSeries.METRIC_TARGET, labels, percent / PERCENT);
      }
      case Target.AverageValue(long milli) -> {
        labels.add("average");
        put(StatusSeries.METRIC_TARGET, labels, milli / MILLI);
      }
      case Target.Value(long milli) -> {
        labels.add("value");
        put(StatusSeries.METRIC_TARGET, labels, milli / MILLI);
      }
      case Target.None none -> labels.add("none");
    }
    switch (result) {
      case MetricResult.Failure failure -> put(StatusSeries.METRIC_UNKNOWN, labels, 1);
      case MetricResult.Proposal proposal -> {
        put(StatusSeries.METRIC_UNKNOWN, labels, 0);
        put(StatusSeries.METRIC_PROPOSED, labels, proposal.replicas());
        addValue(labels, proposal);
      }
    }
  }

  private void addValue(List<String> labels, MetricResult.Proposal proposal) {
    if (proposal.utilization().isPresent()) {
      put(StatusSeries.METRIC_VALUE, labels, proposal.utilization().getAsInt() / PERCENT);
    } else if (proposal.average().isPresent()) {
      put(StatusSeries.METRIC_VALUE, labels, proposal.average().getAsLong() / MILLI);
    } else if (proposal.value().isPresent()) {
      put(StatusSeries.METRIC_VALUE, labels, proposal.value().getAsLong() / MILLI);
    }
  }

  private void putKnown(StatusSeries series, List<String> labels, int value) {
    if (value >= 0) {
      put(series, labels, value);
    }
  }

  private void put(StatusSeries series, List<String> labels, double value) {
    samples
        .computeIfAbsent(series, one -> new LinkedHashMap<>())
        .merge(List.copyOf(labels), value, Math::max);
  }
}
