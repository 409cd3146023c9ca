package io.drover.scaling.record;

import io.drover.core.decision.Decision;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Where one governed service stands, as {@code GET /v1/services} tells it.
 *
 * @param service full name
 * @param serviceId id
 * @param mode enforce or observe
 * @param current replicas that its spec asks for; -1 where it has no such number
 * @param running tasks that run
 * @param desired replicas that the last decision wants; -1 where there was none to want
 * @param min fewest replicas allowed; -1 where the policy was rejected
 * @param max most replicas allowed; -1 where the policy was rejected
 * @param metrics present value of each metric, as text
 * @param last the last decision
 */
public record ServiceStatus(
    String service,
    String serviceId,
    String mode,
    int current,
    int running,
    int desired,
    int min,
    int max,
    Map<String, String> metrics,
    Decision last) {
  public ServiceStatus {
    metrics = Map.copyOf(metrics);
  }

  /** Orders statuses by name. */
  static List<ServiceStatus> byName(Collection<ServiceStatus> statuses) {
    return statuses.stream().sorted(Comparator.comparing(ServiceStatus::service)).toList();
  }
}
