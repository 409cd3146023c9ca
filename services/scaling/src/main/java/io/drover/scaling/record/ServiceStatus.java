package io.drover.scaling.record;

import io.drover.core.decision.Decision;
import io.drover.scaling.decide.MetricResult;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where one governed service stands, as {@code GET /v1/services} tells it.
 *
 * @param service full name
 * @param serviceId id
 * @param stack the stack it was deployed with, or empty text
 * @param mode enforce or observe
 * @param current replicas that its spec asks for; -1 where it has no such number
 * @param tasks tasks that are to run, those that still wait or start included
 * @param running tasks that run
 * @param desired replicas that the last decision wants; -1 where there was none to want
 * @param min fewest replicas allowed; -1 where the policy was rejected
 * @param max most replicas allowed; -1 where the policy was rejected
 * @param metrics what each metric of the policy came to; none where none was looked at
 * @param last the last decision
 */
public record ServiceStatus(
    String service,
    String serviceId,
    String stack,
    String mode,
    int current,
    int tasks,
    int running,
    int desired,
    int min,
    int max,
    List<MetricResult> metrics,
    Decision last) {
  public ServiceStatus {
    metrics = List.copyOf(metrics);
  }

  /** Its name within the stack; the full name where it belongs to none. */
  public String shortName() {
    String prefix = stack + "_";
    return !stack.isEmpty() && service.startsWith(prefix)
        ? service.substring(prefix.length())
        : service;
  }

  /** The present value of each metric that could be evaluated, by name, for people. */
  public Map<String, String> measured() {
    Map<String, String> values = new TreeMap<>();
    for (MetricResult metric : metrics) {
      if (metric instanceof MetricResult.Proposal proposal) {
        values.put(proposal.metric().name(), proposal.shown());
      }
    }
    return values;
  }

  /** Orders statuses by name. */
  static List<ServiceStatus> byName(Collection<ServiceStatus> statuses) {
    return statuses.stream().sorted(Comparator.comparing(ServiceStatus::service)).toList();
  }
}
