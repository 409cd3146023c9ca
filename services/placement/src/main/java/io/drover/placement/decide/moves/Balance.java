package io.drover.placement.decide.moves;

import io.drover.core.decision.Reason;
import io.drover.placement.decide.moves.MoveRecord.Lie;
import io.drover.placement.decide.moves.Room.Placed;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a service's tasks lie on the nodes, and what moving one would make of it. The measure is the
 * sum of the squares of the nodes' counts: each move that is worth it makes it smaller, so that
 * moving comes to an end.
 */
public final class Balance {
  private Balance() {}

  /** Whether moving a task of a service would make things better. */
  public sealed interface Finding {
    /**
     * It would.
     *
     * @param replace whether its only task is replaced, rather than one more made for a while
     * @param moves how many moves there are to make in all
     * @param lie how its tasks lie
     * @param text one sentence for an operator
     */
    record Better(boolean replace, int moves, Lie lie, String text) implements Finding {}

    /** It would not, or it must not be done. */
    record Leave(Reason why) implements Finding {}
  }

  /** Looks at a service. */
  public static Finding of(MovableService service, MoveFacts facts) {
    if (!service.isReplicated()) {
      return leave("NotReplicated", "only a replicated service's tasks can be moved");
    }
    Optional<Reason> against = Handling.againstSurge(service);
    if (against.isPresent()) {
      return new Finding.Leave(against.get());
    }
    if (!service.plan().rules().spreadOver().isEmpty()) {
      return leave(
          "Preferences", "it has placement preferences: how its tasks lie is left to Swarm");
    }
    if (service.view().rollout().isBusy()) {
      return leave("RolloutInProgress", "it is being updated, or its update is paused");
    }
    int running = facts.running(service.id());
    int wanted = facts.wanted(service.id()).size();
    if (wanted != service.replicas() || running < wanted) {
      return leave("TooFewRunning", "%d of %d tasks run".formatted(running, service.replicas()));
    }
    if (Lowering.starting(service.name(), service.id(), facts).isPresent()) {
      return leave("TasksStarting", "some of its tasks have only just started");
    }
    return switch (wanted) {
      case 0 -> leave("NoTasks", "it has no tasks");
      case 1 -> single(service, facts);
      default -> several(service, facts);
    };
  }

  /** One task more is made, which Swarm puts where there are fewest; it ends one of the most. */
  private static Finding several(MovableService service, MoveFacts facts) {
    Room room = new Room(facts, Set.of());
    Map<String, String> nodes = room.admitted(service);
    Map<String, Integer> before = facts.counts(service.id());
    int least = nodes.values().stream().mapToInt(n -> before.getOrDefault(n, 0)).min().orElse(0);
    if (most(before) - least < 2) {
      return leave("Even", "its tasks lie as evenly as they can");
    }
    Map<String, Integer> counts = new HashMap<>(before);
    int moves = 0;
    Lie lie = new Lie("", "", situation(nodes, before));
    for (Placed next = room.place(service, 1); next.left() == 0; next = room.place(service, 1)) {
      String target = next.on().getFirst();
      if (most(counts) - counts.getOrDefault(target, 0) < 2) {
        break;
      }
      String source = fullest(counts, facts);
      counts.merge(target, 1, Integer::sum);
      counts.merge(source, -1, Integer::sum);
      if (moves == 0) {
        lie = new Lie(facts.hostname(source), facts.hostname(target), lie.situation());
      }
      moves++;
    }
    if (moves == 0) {
      return leave("NoRoom", "where it has fewest tasks there is no room for one more");
    }
    String text =
        "%s has %d of %d tasks, fair share %d; %s has %d"
            .formatted(
                lie.to(),
                before.getOrDefault(nodes.getOrDefault(lie.to(), ""), 0),
                service.replicas(),
                service.replicas() / nodes.size(),
                lie.from(),
                most(before));
    return new Finding.Better(false, moves, lie, text);
  }

  private static String fullest(Map<String, Integer> counts, MoveFacts facts) {
    int most = most(counts);
    return counts.entrySet().stream()
        .filter(count -> count.getValue() == most)
        .map(Map.Entry::getKey)
        .min(Comparator.comparing(facts::hostname))
        .orElseThrow();
  }

  private static int most(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /**
   * A single task: it is replaced, by one that starts first; Swarm then takes the emptiest node.
   */
  private static Finding single(MovableService service, MoveFacts facts) {
    if (!service.startFirst()) {
      return leave(
          "StopFirst",
          "its only task would end before another starts: its update order is stop-first");
    }
    String current = facts.wanted(service.id()).getFirst().nodeId();
    Placed next = new Room(facts, Set.of()).place(service, 1);
    if (next.left() > 0) {
      return leave("NoRoom", "no node has room for a second task beside it");
    }
    int here = facts.totalOn(current);
    String target = next.on().getFirst();
    int there = facts.totalOn(target);
    if (target.equals(current) || here - there < 2) {
      return leave("Even", "no node is so much emptier that moving its task would be worth it");
    }
    String from = facts.hostname(current);
    String to = facts.hostname(target);
    return new Finding.Better(
        true,
        1,
        new Lie(from, to, from + ">" + to),
        "%s has %d tasks in all, %s has %d".formatted(from, here, to, there));
  }

  private static Finding leave(String code, String text) {
    return new Finding.Leave(Reason.of(code, text));
  }

  /** How tasks lie on the nodes that may have them: {@code node1=3,node2=3,node3=0}. */
  private static String situation(Map<String, String> nodes, Map<String, Integer> counts) {
    return nodes.entrySet().stream()
        .map(node -> node.getKey() + "=" + counts.getOrDefault(node.getValue(), 0))
        .collect(Collectors.joining(","));
  }

  /** How a service's tasks lie now. */
  static String situation(MovableService service, MoveFacts facts) {
    return situation(new Room(facts, Set.of()).admitted(service), facts.counts(service.id()));
  }

  /** The measure of a situation; without any nodes nothing is worse. */
  static long measure(String situation) {
    if (situation.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long sum = 0;
    for (String node : situation.split(",")) {
      long count = Long.parseLong(node.substring(node.lastIndexOf('=') + 1));
      sum += count * count;
    }
    return sum;
  }

  /** A situation for an operator: {@code node1 3, node2 3, node3 0}. */
  static String inWords(String situation) {
    return situation.replace("=", " ").replace(",", ", ");
  }
}
