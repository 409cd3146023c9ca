package io.drover.scaling.api;

import io.drover.core.policy.ResizePolicy.Mode;
import io.drover.core.policy.ResizePolicy.Values;
import io.drover.core.policy.ResourceKind;
import io.drover.scaling.decide.vertical.Amounts;
import io.drover.scaling.decide.vertical.VerticalPolicy;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the {@code spec} of a VerticalPodAutoscaler with the API's defaults. Of several container
 * policies the one named like the target counts, then {@code *}, then the only one there is: a
 * Swarm task has one container.
 */
final class VerticalSpecJson {
  private static final String ANY = "*";

  private VerticalSpecJson() {}

  static VerticalPolicy read(JsonFields spec) {
    Mode mode = mode(spec.object("updatePolicy"));
    String target = spec.object("targetRef").text("name", "");
    // All are read: problems of one that is not chosen are problems too.
    List<Container> policies =
        spec.object("resourcePolicy").objects("containerPolicies").stream()
            .map(VerticalSpecJson::container)
            .toList();
    Optional<Container> chosen =
        named(policies, target)
            .or(() -> named(policies, ANY))
            .or(() -> policies.size() == 1 ? Optional.of(policies.getFirst()) : Optional.empty());
    if (chosen.isEmpty()) {
      return new VerticalPolicy(
          mode,
          Amounts.NONE,
          Amounts.NONE,
          EnumSet.allOf(ResourceKind.class),
          Values.REQUESTS_AND_LIMITS);
    }
    VerticalPolicy policy = chosen.get().policy();
    return new VerticalPolicy(
        chosen.get().off() ? Mode.OFF : mode,
        policy.min(),
        policy.max(),
        policy.resources(),
        policy.values());
  }

  /** One container policy. */
  private record Container(String name, boolean off, VerticalPolicy policy) {}

  private static Container container(JsonFields given) {
    return new Container(
        given.text("containerName", ANY), given.text("mode", "Auto").equals("Off"), policy(given));
  }

  private static Optional<Container> named(List<Container> policies, String name) {
    return policies.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  private static Mode mode(JsonFields update) {
    return switch (update.text("updateMode", "Auto")) {
      // Off still recommends; only a container's own mode Off does not.
      case "Off" -> Mode.RECOMMEND;
      case "Initial" -> Mode.INITIAL;
      case "Auto", "Recreate", "InPlaceOrRecreate", "InPlace" -> Mode.AUTO;
      default -> {
        update.problem("updateMode", "expected Off, Initial, Recreate, InPlaceOrRecreate or Auto");
        yield Mode.RECOMMEND;
      }
    };
  }

  private static VerticalPolicy policy(JsonFields policy) {
    Amounts min = amounts(policy.object("minAllowed"));
    Amounts max = amounts(policy.object("maxAllowed"));
    for (ResourceKind resource : ResourceKind.values()) {
      long most = max.of(resource).orElse(0);
      if (most > 0 && min.of(resource).orElse(0) > most) {
        policy.problem("minAllowed", "more " + name(resource) + " than maxAllowed");
      }
    }
    String mode = policy.text("mode", "Auto");
    if (!Set.of("Auto", "Off").contains(mode)) {
      policy.problem("mode", "expected Auto or Off");
    }
    Values values =
        switch (policy.text("controlledValues", "RequestsAndLimits")) {
          case "RequestsAndLimits" -> Values.REQUESTS_AND_LIMITS;
          case "RequestsOnly" -> Values.REQUESTS;
          default -> {
            policy.problem("controlledValues", "expected RequestsAndLimits or RequestsOnly");
            yield Values.REQUESTS;
          }
        };
    return new VerticalPolicy(Mode.AUTO, min, max, resources(policy), values);
  }

  private static Set<ResourceKind> resources(JsonFields policy) {
    if (!policy.has("controlledResources")) {
      return EnumSet.allOf(ResourceKind.class);
    }
    Set<ResourceKind> resources = EnumSet.noneOf(ResourceKind.class);
    for (String given : policy.texts("controlledResources")) {
      switch (given) {
        case "cpu" -> resources.add(ResourceKind.CPU);
        case "memory" -> resources.add(ResourceKind.MEMORY);
        default -> policy.problem("controlledResources", "expected cpu and memory, not " + given);
      }
    }
    return resources;
  }

  /** CPU in millicores and memory in bytes, each rounded up as Kubernetes does. */
  static Amounts amounts(JsonFields given) {
    Map<ResourceKind, Long> amounts = new EnumMap<>(ResourceKind.class);
    for (ResourceKind resource : ResourceKind.values()) {
      String name = name(resource);
      if (given.has(name)) {
        long milli = given.milli(name, 0);
        if (milli < 0) {
          given.problem(name, "must not be negative");
        }
        long amount = resource == ResourceKind.CPU ? milli : Math.ceilDiv(milli, 1000L);
        amounts.put(resource, Math.clamp(amount, 0, Amounts.MOST));
      }
    }
    return new Amounts(amounts);
  }

  static String name(ResourceKind resource) {
    return resource.name().toLowerCase(Locale.ROOT);
  }
}
