package io.drover.placement.observe.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Quantity;
import io.drover.core.model.Reading;
import io.drover.core.model.TaskView;
import io.drover.core.policy.QuotaResource;
import io.drover.core.policy.StackLimits;
import io.drover.core.policy.VolumeBounds;
import io.drover.core.quota.StackFacts;
import io.drover.core.quota.StackService;
import io.drover.engine.Engine;
import io.drover.engine.RawJson;
import io.drover.engine.StackReader;
import io.drover.manifests.LimitsManifest;
import io.drover.manifests.Policies;
import io.drover.manifests.QuotaManifest;
import io.drover.placement.decide.quota.VolumeSize;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Looks at the stacks that have quotas or limits; asks only for what these name. */
public final class QuotaObserver {
  private final Engine engine;
  private final Supplier<Policies> manifests;
  private final VolumeAgents agents;

  /**
   * An observer.
   *
   * @param engine a manager's engine
   * @param manifests asked for at each look
   * @param agents who know what is in volumes
   */
  public QuotaObserver(Engine engine, Supplier<Policies> manifests, VolumeAgents agents) {
    this.engine = engine;
    this.manifests = manifests;
    this.agents = agents;
  }

  /** What there is now. */
  public QuotaObservation look(Instant now) {
    Policies policies = manifests.get();
    Set<String> names = new TreeSet<>();
    policies.quotas().stream().map(QuotaManifest::quota).forEach(one -> names.add(one.stack()));
    policies.limits().stream().map(LimitsManifest::limits).forEach(one -> names.add(one.stack()));
    if (names.isEmpty()) {
      return QuotaObservation.none(now, policies);
    }
    List<TaskView> tasks = engine.snapshot().tasks();
    Map<String, RawJson> raw = new HashMap<>();
    Map<String, StackService> services = new HashMap<>();
    for (RawJson one : engine.list("/services")) {
      StackService service = StackReader.service(one.tree(), tasks);
      if (names.contains(service.service().stack().orElse(""))) {
        raw.put(service.service().id(), one);
        services.put(service.service().id(), service);
      }
    }
    VolumesReport volumes = volumesMatter(policies) ? agents.ask(now) : VolumesReport.none(now);
    Map<String, Long> secrets = count(policies, QuotaResource.SECRETS, "/secrets");
    Map<String, Long> configs = count(policies, QuotaResource.CONFIGS, "/configs");
    SortedMap<String, StackFacts> stacks = new TreeMap<>();
    for (String stack : names) {
      List<StackService> own =
          services.values().stream()
              .filter(one -> one.service().stack().orElse("").equals(stack))
              .toList();
      Map<QuotaResource, Reading<Quantity>> counted = new EnumMap<>(QuotaResource.class);
      counted.put(QuotaResource.SECRETS, pieces(secrets, stack, now));
      counted.put(QuotaResource.CONFIGS, pieces(configs, stack, now));
      counted.put(QuotaResource.STORAGE, storage(volumes, stack, own));
      stacks.put(stack, new StackFacts(now, stack, own, policies.limitsOf(stack), counted));
    }
    return new QuotaObservation(now, policies, stacks, raw, tasks, volumes);
  }

  private static boolean volumesMatter(Policies policies) {
    return names(policies, QuotaResource.STORAGE)
        || policies.limits().stream()
            .map(LimitsManifest::limits)
            .map(StackLimits::volumes)
            .map(VolumeBounds::allowed)
            .anyMatch(size -> size.isPresent());
  }

  private static boolean names(Policies policies, QuotaResource resource) {
    return policies.quotas().stream().anyMatch(one -> one.quota().hard().containsKey(resource));
  }

  /** How many objects each stack has; of what no quota names the engine is not asked. */
  private Map<String, Long> count(Policies policies, QuotaResource resource, String path) {
    if (!names(policies, resource)) {
      return Map.of();
    }
    return engine.list(path).stream()
        .map(RawJson::tree)
        .map((JsonNode json) -> StackReader.stackOf(json))
        .collect(Collectors.groupingBy(stack -> stack, Collectors.counting()));
  }

  private static Reading<Quantity> pieces(Map<String, Long> byStack, String stack, Instant now) {
    return Reading.known(Quantity.of(byStack.getOrDefault(stack, 0L)), now);
  }

  private static Reading<Quantity> storage(
      VolumesReport volumes, String stack, List<StackService> services) {
    Set<String> mounted = new HashSet<>();
    services.forEach(one -> mounted.addAll(one.volumes()));
    List<VolumeSize> own = volumes.of(stack, mounted);
    return volumes.total(own);
  }
}
