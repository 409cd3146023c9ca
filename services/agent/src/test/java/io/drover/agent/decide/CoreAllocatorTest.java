package io.drover.agent.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.decide.CoreAllocator.Grant;
import io.drover.agent.decide.CoreAllocator.Request;
import io.drover.agent.model.IndexSet;
import io.drover.agent.model.Machine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CoreAllocatorTest {
  private static final int CASES = 20_000;
  private static final int STEPS = 5;

  /** Two NUMA nodes with four cores of two threads: 0-3,8-11 and 4-7,12-15. */
  private static final Machine EPYC =
      new Machine(
          List.of(zone(0, "0,8", "1,9", "2,10", "3,11"), zone(1, "4,12", "5,13", "6,14", "7,15")));

  private static Machine.Zone zone(int number, String... cores) {
    return new Machine.Zone(number, List.of(cores).stream().map(IndexSet::parse).toList());
  }

  private static Request wants(String container, int count) {
    return new Request(container, count, IndexSet.EMPTY);
  }

  private static Map<String, Grant> allocate(
      String named, Map<String, String> held, Request... requests) {
    Map<String, IndexSet> sets = new HashMap<>();
    held.forEach((id, cpus) -> sets.put(id, IndexSet.parse(cpus)));
    return CoreAllocator.allocate(EPYC, IndexSet.parse(named), sets, List.of(requests));
  }

  private static Grant given(String cpus, String zones) {
    return new Grant.Given(IndexSet.parse(cpus), IndexSet.parse(zones));
  }

  @Test
  void wholeCoresOfOneNumaNodeAreHandedOut() {
    assertThat(allocate("", Map.of(), wants("a", 4), wants("b", 2), wants("c", 8)))
        .isEqualTo(
            Map.of(
                "a", given("0-1,8-9", "0"), "b", given("2,10", "0"), "c", given("4-7,12-15", "1")));
  }

  @Test
  void aThreadAloneComesOfACoreThatIsSharedAlready() {
    assertThat(allocate("", Map.of("a", "0"), wants("a", 1), wants("b", 3)))
        .isEqualTo(Map.of("a", given("0", "0"), "b", given("1,8-9", "0")));
  }

  @Test
  void whoeverHoldsSomeKeepsThemThoughAnotherComesFirst() {
    assertThat(allocate("", Map.of("b", "0-1,8-9"), wants("a", 2), wants("b", 4)))
        .isEqualTo(Map.of("a", given("2,10", "0"), "b", given("0-1,8-9", "0")));
  }

  @Test
  void ofTwoThatHoldTheSameTheSecondMoves() {
    assertThat(allocate("", Map.of("a", "0,8", "b", "0,8"), wants("a", 2), wants("b", 2)))
        .isEqualTo(Map.of("a", given("0,8", "0"), "b", given("1,9", "0")));
  }

  @Test
  void whatOthersNameIsNotHandedOut() {
    assertThat(allocate("0-3", Map.of(), wants("a", 4))).isEqualTo(Map.of("a", given("8-11", "0")));
  }

  @Test
  void whereNoNumaNodeHasRoomSeveralAreUsed() {
    assertThat(allocate("", Map.of(), wants("a", 10)))
        .isEqualTo(Map.of("a", given("0-4,8-12", "0-1")));
  }

  @Test
  void onlyTheNumaNodesThatAreAskedForAreUsed() {
    Request onSecond = new Request("a", 2, IndexSet.parse("1"));
    assertThat(allocate("", Map.of(), onSecond)).isEqualTo(Map.of("a", given("4,12", "1")));
    Request tooMuch = new Request("a", 9, IndexSet.parse("1"));
    assertThat(allocate("", Map.of(), tooMuch))
        .isEqualTo(
            Map.of(
                "a", new Grant.Refused("wants 9 processors of its own, and 8 of the 8 are free")));
  }

  @Test
  void whenNoneAreLeftItIsSaid() {
    assertThat(allocate("", Map.of(), wants("a", 16), wants("b", 1)).get("b"))
        .isEqualTo(new Grant.Refused("wants 1 processor of its own, and none of the 16 are free"));
  }

  /** Random machines, on which containers come and go. */
  @Test
  void nobodyEverSharesAndNobodyMovesWithoutNeed() {
    for (int seed = 0; seed < CASES; seed++) {
      churn(new SplittableRandom(seed), seed);
    }
  }

  private static void churn(SplittableRandom random, int seed) {
    Machine machine = machine(random);
    IndexSet named = some(machine.cpus(), random, 6);
    Map<String, Request> running = new LinkedHashMap<>();
    Map<String, IndexSet> held = new HashMap<>();
    for (int step = 0; step < STEPS; step++) {
      if (!running.isEmpty() && random.nextInt(3) == 0) {
        String ends = List.copyOf(running.keySet()).get(random.nextInt(running.size()));
        running.remove(ends);
        held.remove(ends);
      } else {
        String id = "c" + step;
        IndexSet zones = some(machine.numbers(), random, 4);
        running.put(id, new Request(id, 1 + random.nextInt(machine.cpus().size()), zones));
      }
      List<Request> requests = new ArrayList<>(running.values());
      Map<String, Grant> grants = CoreAllocator.allocate(machine, named, held, requests);
      List<String> wrong = wrong(machine, named, held, requests, grants);
      if (step == STEPS - 1
          && !grants.equals(CoreAllocator.allocate(machine, named, held, requests))) {
        wrong.add("the same question was answered in two ways");
      }
      assertThat(wrong).as("seed %d, step %d of %s", seed, step, machine).isEmpty();
      held.clear();
      grants.forEach(
          (id, grant) -> {
            if (grant instanceof Grant.Given(IndexSet cpus, IndexSet zones)) {
              held.put(id, cpus);
            }
          });
    }
  }

  /** What is not as it must be. Holders are served first, the others as they stand in line. */
  private static List<String> wrong(
      Machine machine,
      IndexSet named,
      Map<String, IndexSet> held,
      List<Request> requests,
      Map<String, Grant> grants) {
    List<String> wrong = new ArrayList<>();
    IndexSet taken = IndexSet.union(held.values());
    for (Request request : requests) {
      Grant grant = grants.get(request.container());
      IndexSet own = held.get(request.container());
      if (own != null) {
        if (!(grant instanceof Grant.Given kept && kept.cpus().equals(own))) {
          wrong.add(request + " held " + own + " and got " + grant);
        }
        continue;
      }
      IndexSet free = machine.cpus().without(named).without(taken);
      List<IndexSet> zones =
          machine.zones().stream()
              .filter(zone -> request.zones().isEmpty() || request.zones().has(zone.number()))
              .map(zone -> zone.cpus().and(free))
              .toList();
      boolean fits = IndexSet.union(zones).size() >= request.count();
      boolean fitsOne = zones.stream().anyMatch(zone -> zone.size() >= request.count());
      boolean right =
          switch (grant) {
            case Grant.Refused(String reason) -> !fits;
            case Grant.Given(IndexSet cpus, IndexSet numbers) ->
                cpus.size() == request.count()
                    && IndexSet.union(zones).contains(cpus)
                    && zones.stream().anyMatch(zone -> zone.contains(cpus)) == fitsOne;
          };
      if (!right) {
        wrong.add(request + " got " + grant + " of " + free);
      }
      taken = grant instanceof Grant.Given given ? taken.with(given.cpus()) : taken;
    }
    return wrong;
  }

  private static Machine machine(SplittableRandom random) {
    int zones = 1 + random.nextInt(4);
    int cores = 1 + random.nextInt(8);
    int threads = 1 + random.nextInt(2);
    List<Machine.Zone> all = new ArrayList<>();
    for (int zone = 0; zone < zones; zone++) {
      List<IndexSet> own = new ArrayList<>();
      for (int core = 0; core < cores; core++) {
        List<Integer> cpus = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
          cpus.add(thread * zones * cores + zone * cores + core);
        }
        own.add(IndexSet.of(cpus));
      }
      all.add(new Machine.Zone(zone, own));
    }
    return new Machine(all);
  }

  private static IndexSet some(IndexSet all, SplittableRandom random, int oneIn) {
    return IndexSet.of(all.numbers().stream().filter(n -> random.nextInt(oneIn) == 0).toList());
  }
}
