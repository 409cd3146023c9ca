package io.drover.manifests;

import io.drover.core.model.Quantity;
import io.drover.core.policy.QuotaResource;
import io.drover.core.policy.QuotaResource.Unit;
import io.drover.core.policy.StackQuota;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the {@code spec} of a ResourceQuota with the API server's checks. */
final class QuotaJson {
  private static final String HARD = "hard";

  /** What the API server counts, and a Swarm does not have. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "ephemeral-storage",
          "requests.ephemeral-storage",
          "limits.ephemeral-storage",
          "resourcequotas",
          "replicationcontrollers",
          "services.loadbalancers",
          "services.nodeports");

  private QuotaJson() {}

  static StackQuota read(Manifest manifest, JsonFields spec, boolean strict) {
    spec.only(HARD, "scopes", "scopeSelector");
    for (String field : List.of("scopes", "scopeSelector")) {
      if (spec.has(field)) {
        spec.problem(field, "can't be told apart on a Swarm: a quota is for all of a stack");
      }
    }
    spec.require(HARD);
    Map<QuotaResource, Quantity> hard = new EnumMap<>(QuotaResource.class);
    List<String> passedOver = new ArrayList<>();
    JsonFields given = spec.object(HARD);
    for (String name : given.names()) {
      Optional<QuotaResource> known = QuotaResource.of(name);
      if (known.isPresent()) {
        amount(given, name, known.get())
            .ifPresent(
                amount -> hard.merge(known.get(), amount, (a, b) -> a.compareTo(b) <= 0 ? a : b));
      } else if (isElsewhere(name)) {
        passedOver.add(name);
      } else {
        given.problem(
            name,
            "is nothing that a quota bounds; there are "
                + Arrays.stream(QuotaResource.values())
                    .map(QuotaResource::key)
                    .collect(Collectors.joining(", ")));
      }
    }
    return new StackQuota(manifest.namespace(), manifest.name(), hard, strict, passedOver);
  }

  private static Optional<Quantity> amount(JsonFields given, String name, QuotaResource resource) {
    Optional<Quantity> amount = given.quantity(name);
    if (resource.unit() == Unit.COUNT
        && amount.isPresent()
        && amount.get().amount().stripTrailingZeros().scale() > 0) {
      given.problem(name, amount.get() + " is no whole number");
      return Optional.empty();
    }
    return amount;
  }

  /** Names of extended resources, of kinds and of storage classes have a slash or a prefix. */
  private static boolean isElsewhere(String name) {
    return ELSEWHERE.contains(name)
        || name.contains("/")
        || name.startsWith("hugepages-")
        || name.startsWith("requests.hugepages-");
  }
}
