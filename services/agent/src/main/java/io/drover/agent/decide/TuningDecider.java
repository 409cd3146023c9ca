package io.drover.agent.decide;

import io.drover.agent.model.IndexSet;
import io.drover.agent.model.Machine;
import io.drover.agent.model.tuning.Goal;
import io.drover.agent.model.tuning.Kind;
import io.drover.agent.model.tuning.Target;
import io.drover.agent.model.tuning.Tuned;
import io.drover.core.model.Bytes;
import io.drover.core.policy.NodePolicy.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what every tuned container's settings are to become. No tuned container runs on a
 * processor that is another's own: one that names such a processor gets the rest of what it names,
 * one that names none all that are nobody's own.
 */
public final class TuningDecider {
  private static final String NO_LIMIT = "-1";

  private TuningDecider() {}

  /**
   * Decides.
   *
   * @param machine the node's processors
   * @param containers those that are to be tuned, or were; by age
   * @return in the order in which it is to be done: whoever must leave a processor goes before
   *     whoever gets it
   */
  public static List<Target> decide(Machine machine, List<Tuned> containers) {
    Map<String, CoreAllocator.Grant> grants =
        CoreAllocator.allocate(machine, named(containers), held(containers), requests(containers));
    IndexSet exclusive =
        IndexSet.union(
            grants.values().stream()
                .filter(CoreAllocator.Grant.Given.class::isInstance)
                .map(grant -> ((CoreAllocator.Grant.Given) grant).cpus())
                .toList());
    List<Target> targets = new ArrayList<>();
    for (Tuned tuned : containers) {
      Map<Kind, Goal> goals = new EnumMap<>(Kind.class);
      tuned.original().forEach((kind, before) -> goals.put(kind, back(machine, tuned, kind)));
      if (!tuned.wanted().isEmpty() && !exclusive.isEmpty()) {
        goals.put(Kind.CPUSET, shared(machine, exclusive));
      }
      for (Setting setting : tuned.wanted()) {
        goals.put(
            Kind.of(setting),
            goal(machine, tuned, setting, exclusive, grants.get(tuned.containerId())));
      }
      targets.add(new Target(tuned.containerId(), goals));
    }
    targets.sort(
        Comparator.comparing(
            target ->
                grants.get(target.containerId()) instanceof CoreAllocator.Grant.Given ? 1 : 0));
    return targets;
  }

  private static IndexSet named(List<Tuned> containers) {
    List<IndexSet> all = new ArrayList<>();
    for (Tuned tuned : containers) {
      for (Setting setting : tuned.wanted()) {
        if (setting instanceof Setting.Cpus(var numbers)) {
          all.add(IndexSet.of(numbers));
        }
      }
    }
    return IndexSet.union(all);
  }

  /** What a container holds is in its own configuration, so that it outlives this agent. */
  private static Map<String, IndexSet> held(List<Tuned> containers) {
    Map<String, IndexSet> held = new HashMap<>();
    for (Tuned tuned : containers) {
      // The engine takes no other text for this member.
      held.put(tuned.containerId(), IndexSet.parse(tuned.present().getOrDefault(Kind.CPUSET, "")));
    }
    return held;
  }

  private static List<CoreAllocator.Request> requests(List<Tuned> containers) {
    List<CoreAllocator.Request> requests = new ArrayList<>();
    for (Tuned tuned : containers) {
      IndexSet zones = IndexSet.EMPTY;
      Optional<Integer> count = Optional.empty();
      for (Setting setting : tuned.wanted()) {
        if (setting instanceof Setting.NumaNodes(var numbers)) {
          zones = IndexSet.of(numbers);
        } else if (setting instanceof Setting.ExclusiveCpus(int wanted)) {
          count = Optional.of(wanted);
        }
      }
      if (count.isPresent()) {
        requests.add(new CoreAllocator.Request(tuned.containerId(), count.orElseThrow(), zones));
      }
    }
    return requests;
  }

  private static Goal shared(Machine machine, IndexSet exclusive) {
    IndexSet left = machine.cpus().without(exclusive);
    return left.isEmpty()
        ? new Goal.Refuse("every processor of this node is some container's own")
        : new Goal.Set(left.toString());
  }

  private static Goal goal(
      Machine machine,
      Tuned tuned,
      Setting setting,
      IndexSet exclusive,
      CoreAllocator.Grant grant) {
    return switch (setting) {
      case Setting.Cpus(var numbers) -> fixed(machine, IndexSet.of(numbers), exclusive);
      case Setting.ExclusiveCpus wanted -> own(machine, exclusive, grant);
      case Setting.NumaNodes(var numbers) -> {
        IndexSet nodes = IndexSet.of(numbers);
        yield machine.numbers().contains(nodes)
            ? new Goal.Set(nodes.toString())
            : new Goal.Refuse("this machine has the NUMA nodes " + machine.numbers());
      }
      case Setting.MemoryAndSwap(Bytes limit) -> swap(limit.value(), tuned.memory());
      case Setting.UnlimitedSwap none -> new Goal.Set(NO_LIMIT);
      case Setting.OomScore(int adjustment) -> new Goal.Set(Integer.toString(adjustment));
      case Setting.CpuShares(int shares) -> new Goal.Set(Integer.toString(shares));
    };
  }

  private static Goal fixed(Machine machine, IndexSet wanted, IndexSet exclusive) {
    if (!machine.cpus().contains(wanted)) {
      return new Goal.Refuse("this machine has the processors " + machine.cpus());
    }
    IndexSet left = wanted.without(exclusive);
    if (left.equals(wanted)) {
      return new Goal.Set(wanted.toString());
    }
    String reason =
        "of these %s are other containers' own".formatted(wanted.and(exclusive).toString());
    return left.isEmpty() ? new Goal.Refuse(reason) : new Goal.Instead(left.toString(), reason);
  }

  private static Goal own(Machine machine, IndexSet exclusive, CoreAllocator.Grant grant) {
    return switch (grant) {
      case CoreAllocator.Grant.Given(IndexSet cpus, IndexSet zones) ->
          new Goal.Set(cpus.toString());
      case CoreAllocator.Grant.Refused(String reason) ->
          !exclusive.isEmpty() && shared(machine, exclusive) instanceof Goal.Set(String rest)
              ? new Goal.Instead(rest, reason)
              : new Goal.Refuse(reason);
    };
  }

  private static Goal swap(long limit, long memory) {
    if (memory == 0) {
      return new Goal.Refuse("the container has no memory limit, without which swap has none");
    }
    return limit < memory
        ? new Goal.Refuse(
            "memory and swap together can't be less than the memory limit of " + Bytes.of(memory))
        : new Goal.Set(Long.toString(limit));
  }

  /** The engine takes no "nothing" for an update, so its defaults are written out. */
  private static Goal back(Machine machine, Tuned tuned, Kind kind) {
    String before = tuned.original().get(kind);
    return new Goal.Back(
        switch (kind) {
          case CPUSET -> before.isEmpty() ? machine.cpus().toString() : before;
          case NUMA -> before.isEmpty() ? machine.numbers().toString() : before;
          case CPU_SHARES -> before.equals("0") ? "1024" : before;
          case OOM_SCORE -> before;
          case MEMSWAP -> {
            // The memory limit may have been raised meanwhile; to the engine 0 means twice as much.
            boolean stands =
                before.equals(NO_LIMIT)
                    || !before.equals("0") && Long.parseLong(before) >= tuned.memory();
            String twice = tuned.memory() > 0 ? Long.toString(2 * tuned.memory()) : NO_LIMIT;
            yield stands ? before : twice;
          }
        });
  }
}
