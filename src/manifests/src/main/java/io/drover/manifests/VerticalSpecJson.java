package io.drover.manifests;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.ResizePolicy.Mode;
import io.drover.core.policy.ResizePolicy.Values;
import io.drover.core.policy.ResourceKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the {@code spec} of a VerticalPodAutoscaler with the API's defaults. Of several container
 * policies the one named like the target counts, then {@code *}, then the only one there is: a
 * Swarm task has one container.
 */
public final class VerticalSpecJson {
  private static final String ANY = "*";
  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";
  private static final Set<ResourceKind> ALL = EnumSet.allOf(ResourceKind.class);

  /** As much as can be counted in the engine's nano-cores. */
  private static final long MOST_MILLICORES = Long.MAX_VALUE / 1_000_000;

  private VerticalSpecJson() {}

  /** Reads a spec; what is wrong is reported to where the fields come from. */
  public static ResizePolicy read(JsonFields spec) {
    spec.only("targetRef", "updatePolicy", "resourcePolicy", "recommenders");
    Mode mode = mode(spec.object("updatePolicy"));
    String target = spec.object("targetRef").text("name", "");
    // All are read: problems of one that is not chosen are problems too.
    List<Container> policies =
        spec
            .object("resourcePolicy")
            .only("containerPolicies")
            .objects("containerPolicies")
            .stream()
            .map(VerticalSpecJson::container)
            .toList();
    Optional<Container> chosen =
        named(policies, target)
            .or(() -> named(policies, ANY))
            .or(() -> policies.size() == 1 ? Optional.of(policies.getFirst()) : Optional.empty());
    if (chosen.isEmpty()) {
      return new ResizePolicy(
          mode, Resources.NONE, Resources.NONE, ALL, Values.REQUESTS_AND_LIMITS);
    }
    ResizePolicy policy = chosen.get().policy();
    return new ResizePolicy(
        chosen.get().off() ? Mode.OFF : mode,
        policy.min(),
        policy.max(),
        policy.resources(),
        policy.values());
  }

  /** One container policy. */
  private record Container(String name, boolean off, ResizePolicy policy) {}

  private static Container container(JsonFields given) {
    given.only(
        "containerName",
        "mode",
        "minAllowed",
        "maxAllowed",
        "controlledResources",
        "controlledValues");
    Set<ResourceKind> resources = resources(given);
    // Resizing of no resource is none.
    boolean off = given.text("mode", "Auto").equals("Off") || resources.isEmpty();
    return new Container(
        given.text("containerName", ANY),
        off,
        policy(given, resources.isEmpty() ? ALL : resources));
  }

  private static Optional<Container> named(List<Container> policies, String name) {
    return policies.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  private static Mode mode(JsonFields update) {
    update.only("updateMode", "minReplicas", "evictionRequirements");
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

  private static ResizePolicy policy(JsonFields policy, Set<ResourceKind> resources) {
    Resources min = amounts(policy.object("minAllowed"));
    Resources max = amounts(policy.object("maxAllowed"));
    if (isAbove(min.cpu().map(Cpu::nanos), max.cpu().map(Cpu::nanos))) {
      policy.problem("minAllowed", "more cpu than maxAllowed");
    }
    if (isAbove(min.memory().map(Bytes::value), max.memory().map(Bytes::value))) {
      policy.problem("minAllowed", "more memory than maxAllowed");
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
    return new ResizePolicy(Mode.AUTO, min, max, resources, values);
  }

  /** A bound of 0 is none. */
  private static boolean isAbove(Optional<Long> least, Optional<Long> most) {
    return most.isPresent() && most.get() > 0 && least.orElse(0L) > most.get();
  }

  private static Set<ResourceKind> resources(JsonFields policy) {
    if (!policy.has("controlledResources")) {
      return ALL;
    }
    Set<ResourceKind> resources = EnumSet.noneOf(ResourceKind.class);
    for (String given : policy.texts("controlledResources")) {
      switch (given) {
        case CPU -> resources.add(ResourceKind.CPU);
        case MEMORY -> resources.add(ResourceKind.MEMORY);
        default -> policy.problem("controlledResources", "expected cpu and memory, not " + given);
      }
    }
    return resources;
  }

  /** Amounts by resource, each rounded up as Kubernetes does. */
  private static Resources amounts(JsonFields given) {
    Resources amounts = Resources.NONE;
    if (given.has(CPU)) {
      amounts = amounts.withCpu(Cpu.ofMillicores(Math.min(amount(given, CPU), MOST_MILLICORES)));
    }
    if (given.has(MEMORY)) {
      amounts = amounts.withMemory(Bytes.of(Math.ceilDiv(amount(given, MEMORY), 1000L)));
    }
    return amounts;
  }

  private static long amount(JsonFields given, String name) {
    long milli = given.milli(name, 0);
    if (milli < 0) {
      given.problem(name, "must not be negative");
    }
    return Math.max(milli, 0);
  }
}
