package io.drover.placement.observe.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyParser;
import io.drover.core.quota.StackFacts;
import io.drover.core.quota.StackService;
import io.drover.engine.RawJson;
import io.drover.engine.StackReader;
import io.drover.manifests.Policies;
import io.drover.manifests.TargetName;
import io.drover.placement.decide.quota.VolumeSize;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one round sees.
 *
 * @param at when it began
 * @param policies the manifests
 * @param stacks the stacks that have quotas or limits, by name
 * @param raw their services as the engine holds them, by id
 * @param tasks all tasks
 * @param volumes what the agents say of volumes
 */
public record QuotaObservation(
    Instant at,
    Policies policies,
    SortedMap<String, StackFacts> stacks,
    Map<String, RawJson> raw,
    List<TaskView> tasks,
    VolumesReport volumes) {

  /** Of a Swarm in which nobody has a quota. */
  public static QuotaObservation none(Instant at, Policies policies) {
    return new QuotaObservation(
        at, policies, new TreeMap<>(), Map.of(), List.of(), VolumesReport.none(at));
  }

  /** The volumes of a stack that were found. */
  public List<VolumeSize> volumesOf(StackFacts stack) {
    Set<String> mounted = new HashSet<>();
    stack.services().forEach(one -> mounted.addAll(one.volumes()));
    return volumes.of(stack.stack(), mounted);
  }

  /** A service's present spec. */
  public Optional<RawJson> spec(String serviceId) {
    return Optional.ofNullable(raw.get(serviceId)).flatMap(one -> one.find("/Spec"));
  }

  /** The spec that the engine says a service had before. */
  public Optional<RawJson> previousSpec(String serviceId) {
    return Optional.ofNullable(raw.get(serviceId))
        .flatMap(one -> one.find("/PreviousSpec"))
        .filter(spec -> spec.tree().isObject());
  }

  /** A service as it was by that spec. */
  public Optional<StackService> previous(String serviceId) {
    return previousSpec(serviceId)
        .map(
            spec -> {
              JsonNode service = raw.get(serviceId).tree();
              return StackReader.service(service, spec.tree(), tasks);
            });
  }

  /** Whether an autoscaler's manifest is for a service. */
  public boolean isMeant(StackService service) {
    List<ServiceView> all =
        stacks.values().stream()
            .flatMap(stack -> stack.services().stream())
            .map(StackService::service)
            .toList();
    return policies.described().stream()
        .map(one -> one.target().among(all))
        .anyMatch(
            found ->
                found instanceof TargetName.Found.One(ServiceView target)
                    && target.id().equals(service.service().id()));
  }

  /** What a service's labels say. */
  public static Parsed labels(StackService service) {
    return PolicyParser.parse(service.service());
  }
}
