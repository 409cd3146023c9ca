package io.drover.manifests;

import io.drover.core.model.Bytes;
import io.drover.core.model.MalformedValueException;
import io.drover.core.model.Quantity;
import io.drover.core.model.Resources;
import io.drover.core.policy.ResourceKind;
import io.drover.core.policy.StackLimits;
import io.drover.core.policy.TaskBounds;
import io.drover.core.policy.VolumeBounds;
import io.drover.core.policy.VolumeBounds.Bound;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the {@code spec} of a LimitRange with the API server's checks and defaults. Two things are
 * Drover's own: {@code pids} beside cpu and memory, and that a default alone is enough for volumes,
 * where the API server wants min or max too.
 */
final class LimitRangeJson {
  private static final String DEFAULT = "default";
  private static final String DEFAULT_REQUEST = "defaultRequest";
  private static final String MIN = "min";
  private static final String MAX = "max";
  private static final String RATIO = "maxLimitRequestRatio";
  private static final String STORAGE = "storage";
  private static final String PIDS = "pids";

  /** What the API server accepts, and a Swarm can't hold a task to. */
  private static final Set<String> ELSEWHERE = Set.of("ephemeral-storage");

  private static final String HUGE_PAGES = "hugepages-";

  private final List<TaskBounds> tasks = new ArrayList<>();
  private final List<String> passedOver = new ArrayList<>();
  private VolumeBounds volumes = VolumeBounds.NONE;

  private LimitRangeJson() {}

  static StackLimits read(Manifest manifest, JsonFields spec) {
    spec.only("limits").require("limits");
    LimitRangeJson reader = new LimitRangeJson();
    Set<String> types = new HashSet<>();
    for (JsonFields item : spec.objects("limits")) {
      item.only("type", DEFAULT, DEFAULT_REQUEST, MIN, MAX, RATIO).require("type");
      String type = item.text("type", "");
      if (item.has("type") && !types.add(type)) {
        item.problem("type", "there is one of this type already");
      }
      reader.item(item, type);
    }
    return new StackLimits(
        manifest.namespace(), manifest.name(), reader.tasks, reader.volumes, reader.passedOver);
  }

  private void item(JsonFields item, String type) {
    switch (type) {
      case "Container" -> tasks.add(bounds(item));
      case "Pod" -> {
        for (String field : List.of(DEFAULT, DEFAULT_REQUEST)) {
          if (item.has(field)) {
            item.problem(field, "may not be given for type Pod");
          }
        }
        tasks.add(bounds(item));
      }
      case "PersistentVolumeClaim" -> volumes = volumes(item);
      default -> {
        if (item.has("type")) {
          item.problem("type", "expected Container, Pod or PersistentVolumeClaim");
        }
      }
    }
  }

  private TaskBounds bounds(JsonFields item) {
    Map<String, Amounts> byName = new TreeMap<>();
    amounts(item, DEFAULT, true, byName);
    amounts(item, DEFAULT_REQUEST, false, byName);
    amounts(item, MIN, true, byName);
    amounts(item, MAX, true, byName);
    amounts(item, RATIO, false, byName);
    Resources limits = Resources.NONE;
    Resources requests = Resources.NONE;
    Resources min = Resources.NONE;
    Resources max = Resources.NONE;
    Map<ResourceKind, BigDecimal> ratios = new EnumMap<>(ResourceKind.class);
    for (Map.Entry<String, Amounts> entry : byName.entrySet()) {
      String name = entry.getKey();
      Amounts amounts = entry.getValue();
      amounts.check(item, name);
      if (!item.text("type", "").equals("Pod")) {
        amounts.fill(!name.equals(PIDS));
      }
      limits = with(limits, name, amounts.get(DEFAULT));
      requests = with(requests, name, amounts.get(DEFAULT_REQUEST));
      min = with(min, name, amounts.get(MIN));
      max = with(max, name, amounts.get(MAX));
      if (amounts.get(RATIO) != null) {
        ratios.put(kind(name), amounts.get(RATIO).amount());
      }
    }
    return new TaskBounds(limits, requests, min, max, ratios);
  }

  private void amounts(
      JsonFields item, String field, boolean withPids, Map<String, Amounts> byName) {
    JsonFields given = item.object(field);
    for (String name : given.names()) {
      boolean ours = name.equals("cpu") || name.equals("memory") || withPids && name.equals(PIDS);
      if (ours) {
        amount(given, name)
            .ifPresent(
                amount ->
                    byName.computeIfAbsent(name, ignored -> new Amounts()).put(field, amount));
      } else if (ELSEWHERE.contains(name) || name.startsWith(HUGE_PAGES) || name.contains("/")) {
        passedOver.add(item.text("type", "") + " " + field + " " + name);
      } else {
        given.problem(
            name,
            "is no resource of a task here; there are cpu, memory" + (withPids ? ", pids" : ""));
      }
    }
  }

  private static VolumeBounds volumes(JsonFields item) {
    Amounts amounts = new Amounts();
    for (String field : List.of(DEFAULT, DEFAULT_REQUEST, MIN, MAX, RATIO)) {
      JsonFields given = item.object(field).only(STORAGE);
      amount(given, STORAGE).ifPresent(amount -> amounts.put(field, amount));
    }
    amounts.check(item, STORAGE);
    Map<Bound, Bytes> sizes = new EnumMap<>(Bound.class);
    Map.of(DEFAULT, Bound.DEFAULT, MIN, Bound.MIN, MAX, Bound.MAX)
        .forEach(
            (field, bound) -> {
              if (amounts.get(field) != null) {
                sizes.put(bound, amounts.get(field).toBytes());
              }
            });
    if (sizes.isEmpty()) {
      item.problem("type", "needs a default, min or max of storage");
    }
    return new VolumeBounds(sizes);
  }

  /** An amount that can be counted in what the engine counts in. */
  private static Optional<Quantity> amount(JsonFields given, String name) {
    Optional<Quantity> amount = given.quantity(name);
    try {
      amount.ifPresent(
          read -> {
            if (name.equals("cpu")) {
              read.toCpu();
            } else {
              read.toBytes();
            }
          });
    } catch (MalformedValueException tooMuch) {
      given.problem(name, tooMuch.getMessage());
      return Optional.empty();
    }
    return amount;
  }

  private static ResourceKind kind(String name) {
    return name.equals("cpu") ? ResourceKind.CPU : ResourceKind.MEMORY;
  }

  private static Resources with(Resources resources, String name, Quantity amount) {
    if (amount == null) {
      return resources;
    }
    return switch (name) {
      case "cpu" -> resources.withCpu(amount.toCpu());
      case "memory" -> resources.withMemory(amount.toBytes());
      default -> resources.withPids(amount.value());
    };
  }

  /** What the fields of one item say of one resource. */
  private static final class Amounts {
    private final Map<String, Quantity> byField = new TreeMap<>();

    Quantity get(String field) {
      return byField.get(field);
    }

    void put(String field, Quantity amount) {
      byField.put(field, amount);
    }

    /** As the API server: what is missing follows from what is there. */
    void fill(boolean isReserved) {
      fill(DEFAULT, MAX);
      if (isReserved) {
        fill(DEFAULT_REQUEST, DEFAULT);
        fill(DEFAULT_REQUEST, MIN);
      }
    }

    private void fill(String field, String from) {
      if (get(field) == null && get(from) != null) {
        put(field, get(from));
      }
    }

    /** As the API server checks it: before anything is filled in. */
    void check(JsonFields item, String name) {
      least(item, name, MIN, MAX);
      least(item, name, MIN, DEFAULT_REQUEST);
      least(item, name, MIN, DEFAULT);
      least(item, name, DEFAULT_REQUEST, MAX);
      least(item, name, DEFAULT_REQUEST, DEFAULT);
      least(item, name, DEFAULT, MAX);
      Quantity ratio = get(RATIO);
      if (ratio == null) {
        return;
      }
      if (ratio.amount().compareTo(BigDecimal.ONE) < 0) {
        item.object(RATIO).problem(name, ratio + " is less than 1");
      }
      Quantity min = get(MIN);
      Quantity max = get(MAX);
      if (min != null
          && max != null
          && min.amount().multiply(ratio.amount()).compareTo(max.amount()) > 0) {
        item.object(RATIO)
            .problem(name, "%s is more than max %s by min %s".formatted(ratio, max, min));
      }
    }

    private void least(JsonFields item, String name, String low, String high) {
      if (get(low) != null && get(high) != null && get(low).compareTo(get(high)) > 0) {
        item.object(low)
            .problem(name, "%s is more than %s %s".formatted(get(low), high, get(high)));
      }
    }
  }
}
