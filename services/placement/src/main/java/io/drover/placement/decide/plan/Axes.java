package io.drover.placement.decide.plan;

import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Amounts as plain numbers, one a kind, so that a plan of thousands of tasks is quick to make. */
final class Axes {
  static final int CPU = 0;
  static final int MEMORY = 1;
  static final int IOPS = 2;
  static final int BANDWIDTH = 3;
  private static final int FIXED = 4;

  private final List<String> kinds;

  private Axes(Collection<String> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  /** All that this input has amounts of. */
  static Axes of(PlanInput input) {
    TreeSet<String> kinds = new TreeSet<>();
    input.nodes().forEach(node -> kinds.addAll(node.offers().generic().keySet()));
    input
        .services()
        .forEach(
            service -> {
              kinds.addAll(service.reservation().generic().keySet());
              kinds.addAll(service.limit().generic().keySet());
            });
    input.standing().forEach(task -> kinds.addAll(task.takes().generic().keySet()));
    return new Axes(kinds);
  }

  int count() {
    return FIXED + kinds.size();
  }

  /** Whether it is Swarm's scheduler, not Drover, that counts this. */
  static boolean isSwarms(int axis) {
    return axis != IOPS && axis != BANDWIDTH;
  }

  long[] numbers(Amounts amounts) {
    long[] numbers = new long[count()];
    numbers[CPU] = amounts.cpu().nanos();
    numbers[MEMORY] = amounts.memory().value();
    numbers[IOPS] = amounts.iops();
    numbers[BANDWIDTH] = amounts.bandwidth().bitsPerSecond();
    for (int i = 0; i < kinds.size(); i++) {
      numbers[FIXED + i] = amounts.generic().getOrDefault(kinds.get(i), 0L);
    }
    return numbers;
  }

  Amounts amounts(long[] numbers) {
    Map<String, Long> generic = new HashMap<>();
    for (int i = 0; i < kinds.size(); i++) {
      if (numbers[FIXED + i] != 0) {
        generic.put(kinds.get(i), numbers[FIXED + i]);
      }
    }
    return new Amounts(
        Cpu.ofNanos(numbers[CPU]),
        Bytes.of(numbers[MEMORY]),
        numbers[IOPS],
        new Bandwidth(numbers[BANDWIDTH]),
        generic);
  }

  /** The axes on which something is taken. */
  static int[] used(long[] numbers) {
    List<Integer> used = new ArrayList<>();
    for (int axis = 0; axis < numbers.length; axis++) {
      if (numbers[axis] > 0) {
        used.add(axis);
      }
    }
    return used.stream().mapToInt(Integer::intValue).toArray();
  }

  String name(int axis) {
    return switch (axis) {
      case CPU -> "cpu";
      case MEMORY -> "memory";
      case IOPS -> "iops";
      case BANDWIDTH -> "bandwidth";
      default -> kinds.get(axis - FIXED);
    };
  }

  /** An amount for people; less than nothing where a node is overdrawn. */
  static String text(int axis, long amount) {
    String sign = amount < 0 ? "-" : "";
    long size = Math.abs(amount);
    return sign
        + switch (axis) {
          case CPU -> Cpu.ofNanos(size).toString();
          case MEMORY -> Bytes.of(size).toString();
          case BANDWIDTH -> new Bandwidth(size).toString();
          default -> Long.toString(size);
        };
  }

  /** {@code times} as much added to a sum. */
  static void add(long[] sum, long[] each, long times) {
    for (int axis = 0; axis < sum.length; axis++) {
      sum[axis] = Math.addExact(sum[axis], Math.multiplyExact(each[axis], times));
    }
  }
}
