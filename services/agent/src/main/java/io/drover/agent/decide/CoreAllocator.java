package io.drover.agent.decide;

import io.drover.agent.model.IndexSet;
import io.drover.agent.model.Machine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hands processors out to containers that want some of their own. Whoever holds some keeps them; a
 * newcomer gets them inside one NUMA node where one has room (of several the fullest, so that the
 * emptiest stays whole for whoever wants much), and whole cores before single threads, since two
 * threads of a core slow each other down.
 */
public final class CoreAllocator {
  private CoreAllocator() {}

  /**
   * A container that wants processors of its own.
   *
   * @param container its id
   * @param count how many
   * @param zones the NUMA nodes that they may be of; empty for any
   */
  public record Request(String container, int count, IndexSet zones) {}

  /** What a request came to. */
  public sealed interface Grant {

    /**
     * These and nobody else's.
     *
     * @param zones the NUMA nodes that they are of; one wherever one had room
     */
    record Given(IndexSet cpus, IndexSet zones) implements Grant {}

    /**
     * None.
     *
     * @param reason for people, with the numbers
     */
    record Refused(String reason) implements Grant {}
  }

  /**
   * Hands out.
   *
   * @param machine the processors
   * @param named those that others name in their labels: no newcomer gets them
   * @param held what each container holds so far, by its id
   * @param requests in the order in which they are served
   * @return what each request came to, by container, in the same order
   */
  public static Map<String, Grant> allocate(
      Machine machine, IndexSet named, Map<String, IndexSet> held, List<Request> requests) {
    Map<String, Grant> kept = new LinkedHashMap<>();
    IndexSet free = machine.cpus();
    for (Request request : requests) {
      IndexSet own = held.getOrDefault(request.container(), IndexSet.EMPTY);
      if (own.size() == request.count()
          && free.contains(own)
          && allowed(machine, request).contains(own)) {
        kept.put(request.container(), given(machine, own));
        free = free.without(own);
      }
    }
    free = free.without(named);
    Map<String, Grant> grants = new LinkedHashMap<>();
    for (Request request : requests) {
      Grant grant = kept.get(request.container());
      if (grant == null) {
        grant = grant(machine, free, request);
        free = grant instanceof Grant.Given given ? free.without(given.cpus()) : free;
      }
      grants.put(request.container(), grant);
    }
    return grants;
  }

  private static List<Machine.Zone> zones(Machine machine, Request request) {
    return machine.zones().stream()
        .filter(zone -> request.zones().isEmpty() || request.zones().has(zone.number()))
        .toList();
  }

  private static IndexSet allowed(Machine machine, Request request) {
    return IndexSet.union(zones(machine, request).stream().map(Machine.Zone::cpus).toList());
  }

  private static Grant.Given given(Machine machine, IndexSet cpus) {
    return new Grant.Given(
        cpus,
        IndexSet.of(
            machine.zones().stream()
                .filter(zone -> !zone.cpus().and(cpus).isEmpty())
                .map(Machine.Zone::number)
                .toList()));
  }

  private static Grant grant(Machine machine, IndexSet free, Request request) {
    List<Machine.Zone> zones = zones(machine, request);
    IndexSet here = allowed(machine, request).and(free);
    if (here.size() < request.count()) {
      return new Grant.Refused(
          "wants %s of its own, and %s of the %d %s free"
              .formatted(
                  request.count() == 1 ? "1 processor" : request.count() + " processors",
                  here.isEmpty() ? "none" : Integer.toString(here.size()),
                  allowed(machine, request).size(),
                  here.size() == 1 ? "is" : "are"));
    }
    Optional<Machine.Zone> one =
        zones.stream()
            .filter(zone -> zone.cpus().and(free).size() >= request.count())
            .min(
                Comparator.comparingInt((Machine.Zone zone) -> zone.cpus().and(free).size())
                    .thenComparingInt(Machine.Zone::number));
    if (one.isPresent()) {
      return given(machine, pick(one.orElseThrow(), free, request.count()));
    }
    List<Machine.Zone> emptiest =
        zones.stream()
            .sorted(
                Comparator.comparingInt((Machine.Zone zone) -> -zone.cpus().and(free).size())
                    .thenComparingInt(Machine.Zone::number))
            .toList();
    IndexSet picked = IndexSet.EMPTY;
    for (Machine.Zone zone : emptiest) {
      picked = picked.with(pick(zone, free, request.count() - picked.size()));
    }
    return given(machine, picked);
  }

  /** Whole cores as long as they are needed whole, then threads of cores that are shared anyway. */
  private static IndexSet pick(Machine.Zone zone, IndexSet free, int count) {
    List<IndexSet> whole = new ArrayList<>();
    List<IndexSet> rests = new ArrayList<>();
    for (IndexSet core : zone.cores()) {
      IndexSet left = core.and(free);
      (left.equals(core) ? whole : rests).add(left);
    }
    IndexSet picked = IndexSet.EMPTY;
    for (IndexSet core : whole) {
      if (count - picked.size() >= core.size()) {
        picked = picked.with(core);
      }
    }
    for (IndexSet rest : rests) {
      picked = picked.with(rest.first(count - picked.size()));
    }
    for (IndexSet core : whole) {
      picked = picked.with(core.without(picked).first(count - picked.size()));
    }
    return picked;
  }
}
