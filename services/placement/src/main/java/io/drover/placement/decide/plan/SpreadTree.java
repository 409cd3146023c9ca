package io.drover.placement.decide.plan;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes by the values of the labels that a service is spread over, as swarmkit's decision tree:
 * every node has its branch, those that take no task included, and only as many nodes are kept in a
 * leaf as there are tasks.
 */
final class SpreadTree {
  private static final int NODE_BITS = 20;
  private static final int TASK_BITS = 22;

  private final NodeFilters filters;
  private final Ledger ledger;
  private final Map<String, SpreadTree> branches = new LinkedHashMap<>();
  private int tasks;
  private long[] members = new long[4];
  private int size;

  private SpreadTree(NodeFilters filters, Ledger ledger) {
    this.filters = filters;
    this.ledger = ledger;
  }

  /** The tree for {@code most} tasks of a service. */
  static SpreadTree of(NodeFilters filters, Ledger ledger, int most) {
    SpreadTree root = new SpreadTree(filters, ledger);
    for (int node = 0; node < ledger.nodes().size(); node++) {
      root.add(node, most);
    }
    return root;
  }

  private void add(int node, int most) {
    int own = ledger.tasks(filters.number(), node);
    SpreadTree leaf = this;
    leaf.tasks += own;
    for (String descriptor : filters.service().rules().spreadOver()) {
      Optional<String> value = ledger.spreadValue(descriptor, node);
      if (value.isPresent()) {
        leaf = leaf.branches.computeIfAbsent(value.get(), name -> new SpreadTree(filters, ledger));
        leaf.tasks += own;
      }
    }
    if (filters.accepts(node)) {
      leaf.keep(rank(node), most);
    }
  }

  /** Keeps a node if it is among the best; the worst of them has to go for it. */
  private void keep(long rank, int most) {
    if (size < most) {
      if (size == members.length) {
        members = Arrays.copyOf(members, 2 * size);
      }
      members[size++] = rank;
      if (size == most) {
        Arrays.sort(members, 0, size);
      }
    } else if (rank < members[size - 1]) {
      int at = -Arrays.binarySearch(members, 0, size, rank) - 1;
      System.arraycopy(members, at, members, at + 1, size - 1 - at);
      members[at] = rank;
    }
  }

  /** Fewest tasks of the service first, then fewest tasks at all, then the order of the input. */
  private long rank(int node) {
    return ((long) ledger.tasks(filters.number(), node) << TASK_BITS | ledger.tasks(node))
            << NODE_BITS
        | node;
  }

  /** Whether a node is better than another, not just as good. */
  boolean isBetter(int node, int other) {
    return rank(node) >> NODE_BITS < rank(other) >> NODE_BITS;
  }

  boolean isLeaf() {
    return branches.isEmpty();
  }

  /** Tasks of the service on all nodes of this branch, before any were placed. */
  int tasks() {
    return tasks;
  }

  Iterable<SpreadTree> branches() {
    return branches.values();
  }

  int branchCount() {
    return branches.size();
  }

  /** A leaf's nodes that take a task, best first. */
  int[] nodes() {
    int[] nodes =
        Arrays.stream(members, 0, size)
            .mapToInt(member -> (int) (member & ((1 << NODE_BITS) - 1)))
            .filter(filters::accepts)
            .toArray();
    long[] ranked = Arrays.stream(nodes).mapToLong(this::rank).sorted().toArray();
    return Arrays.stream(ranked).mapToInt(rank -> (int) (rank & ((1 << NODE_BITS) - 1))).toArray();
  }
}
