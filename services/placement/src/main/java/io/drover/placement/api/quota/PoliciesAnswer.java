package io.drover.placement.api.quota;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.NodePolicy;
import io.drover.core.policy.PlacePolicy;
import io.drover.core.policy.QuotaPolicy;
import io.drover.core.policy.ServicePolicy;
import io.drover.core.policy.StackQuota;
import io.drover.core.policy.TaskBounds;
import io.drover.core.policy.VolumeBounds;
import io.drover.manifests.LimitsManifest;
import io.drover.manifests.Manifest;
import io.drover.manifests.Policies;
import io.drover.manifests.QuotaManifest;
import io.drover.runtime.policy.LabelPolicies;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes {@code GET /v1/policies} of placement: what holds, and where it comes from. */
final class PoliciesAnswer {
  private PoliciesAnswer() {}

  static ObjectNode write(Policies manifests, List<ServiceView> services) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode limits = answer.putArray("limits");
    manifests.limits().forEach(one -> limits(limits.addObject(), one));
    ArrayNode quotas = answer.putArray("quotas");
    manifests.quotas().forEach(one -> quota(quotas.addObject(), one));
    LabelPolicies.write(answer.putArray("services"), services, new Labels());
    ArrayNode problems = answer.putArray("problems");
    manifests.problems().forEach(problem -> problems.add(problem.toString()));
    return answer;
  }

  private static void source(ObjectNode json, Manifest manifest) {
    json.put("name", manifest.name());
    json.put("stack", manifest.namespace());
    json.put("source", manifest.origin());
  }

  private static void limits(ObjectNode json, LimitsManifest one) {
    source(json, one.manifest());
    ArrayNode tasks = json.putArray("tasks");
    for (TaskBounds bounds : one.limits().tasks()) {
      ObjectNode item = tasks.addObject();
      amounts(item, "defaultLimits", bounds.limits());
      amounts(item, "defaultReservations", bounds.requests());
      amounts(item, "min", bounds.min());
      amounts(item, "max", bounds.max());
      bounds
          .ratios()
          .forEach(
              (kind, ratio) ->
                  item.withObject("/maxLimitReservationRatio")
                      .put(kind.name().toLowerCase(Locale.ROOT), ratio));
    }
    VolumeBounds volumes = one.limits().volumes();
    ObjectNode sizes = json.putObject("volumes");
    volumes.usual().ifPresent(size -> sizes.put("default", size.toString()));
    volumes.min().ifPresent(size -> sizes.put("min", size.toString()));
    volumes.max().ifPresent(size -> sizes.put("max", size.toString()));
    passedOver(json, one.limits().passedOver());
  }

  private static void amounts(ObjectNode item, String name, Resources amounts) {
    if (amounts.equals(Resources.NONE)) {
      return;
    }
    ObjectNode json = item.putObject(name);
    amounts.cpu().ifPresent(cpu -> json.put("cpu", cpu.toString()));
    amounts.memory().ifPresent(memory -> json.put("memory", memory.toString()));
    amounts.pids().ifPresent(pids -> json.put("pids", pids));
  }

  private static void quota(ObjectNode json, QuotaManifest one) {
    source(json, one.manifest());
    StackQuota quota = one.quota();
    json.put("strict", quota.strict());
    ObjectNode hard = json.putObject("hard");
    quota.hard().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> hard.put(entry.getKey().key(), entry.getValue().toString()));
    passedOver(json, quota.passedOver());
  }

  private static void passedOver(ObjectNode json, List<String> names) {
    ArrayNode passedOver = json.putArray("notCounted");
    names.forEach(passedOver::add);
  }

  /** What placement shows of services' labels. */
  private static final class Labels implements LabelPolicies.Shown {
    @Override
    public boolean concerns(ServicePolicy policy) {
      return policy.place().isPresent() || policy.node().isPresent() || policy.quota().isPresent();
    }

    @Override
    public void write(ObjectNode json, ServicePolicy policy) {
      policy.quota().map(QuotaPolicy::name).ifPresent(q -> json.put("quota", lower(q)));
      policy.place().ifPresent(place -> place(json.putObject("place"), place));
      policy.node().ifPresent(node -> node(json.putObject("node"), node));
    }
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  private static void place(ObjectNode json, PlacePolicy place) {
    if (place.iops() > 0) {
      json.put("iops", place.iops());
    }
    if (!place.bandwidth().equals(new Bandwidth(0))) {
      json.put("bandwidth", place.bandwidth().toString());
    }
    json.put("rebalance", lower(place.rebalance().name()));
  }

  private static void node(ObjectNode json, NodePolicy node) {
    for (NodePolicy.Setting setting : node.settings()) {
      switch (setting) {
        case NodePolicy.Setting.Cpus(var numbers) -> numbers(json.putArray("cpuset"), numbers);
        case NodePolicy.Setting.ExclusiveCpus(int count) -> json.put("exclusiveCpus", count);
        case NodePolicy.Setting.NumaNodes(var numbers) -> numbers(json.putArray("numa"), numbers);
        case NodePolicy.Setting.MemoryAndSwap(Bytes limit) -> json.put("memswap", limit.toString());
        case NodePolicy.Setting.UnlimitedSwap none -> json.put("memswap", "unlimited");
        case NodePolicy.Setting.OomScore(int adjustment) -> json.put("oomScore", adjustment);
        case NodePolicy.Setting.CpuShares(int shares) -> json.put("cpuShares", shares);
      }
    }
  }

  private static void numbers(ArrayNode json, Collection<Integer> numbers) {
    numbers.forEach(json::add);
  }
}
