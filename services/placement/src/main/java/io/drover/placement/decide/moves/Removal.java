package io.drover.placement.decide.moves;

import io.drover.core.model.TaskView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which tasks Swarm ends when a service's count is lowered (swarmkit,
 * manager/orchestrator/replicated/services.go): it numbers a service's tasks on each node, those
 * that run first, and ends the highest numbers; what has no node yet, and slots with two tasks, go
 * before all others. Among equals it is anybody's guess: the sort is not stable.
 */
public final class Removal {
  private Removal() {}

  /** A slot with its number on its node; the highest go first. */
  private record Numbered(boolean running, int number) {}

  /** The most running tasks that can end when so many of a service's tasks do. */
  public static int mostRunningEnded(List<TaskView> wanted, int ending) {
    return (int)
        numbered(wanted).stream()
            .sorted(
                Comparator.comparingInt(Numbered::number)
                    .reversed()
                    .thenComparing(slot -> !slot.running()))
            .limit(Math.max(0, ending))
            .filter(Numbered::running)
            .count();
  }

  private static List<Numbered> numbered(List<TaskView> wanted) {
    Map<Integer, List<TaskView>> slots = new TreeMap<>();
    wanted.forEach(task -> slots.computeIfAbsent(task.slot(), n -> new ArrayList<>()).add(task));
    List<List<TaskView>> ordered =
        slots.values().stream().sorted(Comparator.comparing(slot -> !isRunning(slot))).toList();
    Map<String, Integer> onNode = new HashMap<>();
    List<Numbered> numbered = new ArrayList<>();
    for (List<TaskView> slot : ordered) {
      boolean single = slot.size() == 1 && !slot.getFirst().nodeId().isEmpty();
      int number =
          single ? onNode.merge(slot.getFirst().nodeId(), 1, Integer::sum) : Integer.MAX_VALUE;
      numbered.add(new Numbered(isRunning(slot), number));
    }
    return numbered;
  }

  private static boolean isRunning(List<TaskView> slot) {
    return slot.stream().anyMatch(TaskView::isRunning);
  }
}
