package io.drover.placement.truth;

import io.drover.placement.decide.plan.PlanResult.Unplaced;
import io.drover.placement.decide.plan.Refusal;
import io.drover.placement.decide.plan.Refusal.Filter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Swarm's reasons for a task that has no node, held against the plan's. */
final class Reasons {
  private static final Map<Filter, String> WORDS =
      Map.of(
          Filter.AVAILABLE, "not available",
          Filter.RESOURCES, "insufficient resources",
          Filter.CONSTRAINT, "scheduling constraints",
          Filter.PLATFORM, "unsupported platform",
          Filter.HOST_PORT, "host-mode port",
          Filter.MAX_PER_NODE, "max replicas");

  private Reasons() {}

  /** Whether the same filters are named, in whatever order. */
  static boolean agree(List<Unplaced> unplaced, String service, String real) {
    Set<String> planned = new HashSet<>();
    unplaced.stream()
        .filter(one -> one.service().equals(service))
        .flatMap(one -> one.refusals().stream())
        .map(Refusal::filter)
        .forEach(filter -> planned.add(WORDS.getOrDefault(filter, filter.name())));
    Set<String> said = new HashSet<>();
    WORDS.values().stream().filter(real::contains).forEach(said::add);
    return planned.equals(said);
  }
}
