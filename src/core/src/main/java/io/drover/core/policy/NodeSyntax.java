package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import io.drover.core.model.Quantity;
import io.drover.core.policy.NodePolicy.Setting;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** How the values of the {@code drover.node} labels are written. */
final class NodeSyntax {
  // Linux' largest CONFIG_NR_CPUS on common machines is 8192.
  private static final int LAST_INDEX = 8191;

  private static final String EXCLUSIVE = "exclusive:";

  private NodeSyntax() {}

  static Setting cpus(String text) {
    return text.startsWith(EXCLUSIVE)
        ? new Setting.ExclusiveCpus(
            (int) WholeNumber.parse(text.substring(EXCLUSIVE.length()), 1, LAST_INDEX + 1))
        : new Setting.Cpus(indices(text));
  }

  static Setting numaNodes(String text) {
    return new Setting.NumaNodes(indices(text));
  }

  static Setting memorySwap(String text) {
    if (text.equals("unlimited")) {
      return new Setting.UnlimitedSwap();
    }
    Quantity limit = Quantity.parse(text);
    if (limit.amount().signum() <= 0) {
      throw new MalformedValueException(text, "more than 0, or unlimited");
    }
    return new Setting.MemoryAndSwap(limit.toBytes());
  }

  static Setting oomScore(String text) {
    return new Setting.OomScore((int) WholeNumber.parse(text, -1000, 1000));
  }

  /** The kernel's own bounds of a cgroup's shares. */
  static Setting cpuShares(String text) {
    return new Setting.CpuShares((int) WholeNumber.parse(text, 2, 262_144));
  }

  private static SortedSet<Integer> indices(String text) {
    SortedSet<Integer> indices = new TreeSet<>();
    for (String item : CommaList.parse(text)) {
      String[] ends = item.split("-", -1);
      int from = (int) WholeNumber.parse(ends[0], 0, LAST_INDEX);
      int to = ends.length == 1 ? from : (int) WholeNumber.parse(ends[1], 0, LAST_INDEX);
      if (ends.length > 2 || from > to) {
        throw new MalformedValueException(text, "numbers and ranges such as 0-7,16");
      }
      for (int index = from; index <= to; index++) {
        indices.add(index);
      }
    }
    return Collections.unmodifiableSortedSet(indices);
  }
}
