package io.drover.placement.decide.plan;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Places tasks of one service step by step as swarmkit's scheduler does ({@code scheduleTaskGroup}
 * and below it), its oddities included; only that it counts recent failures against a node is left
 * out, for nothing has failed in a plan.
 */
final class Spread {
  private final NodeFilters filters;
  private final IntConsumer placed;
  private int left;

  private Spread(NodeFilters filters, IntConsumer placed, int tasks) {
    this.filters = filters;
    this.placed = placed;
    this.left = tasks;
  }

  /**
   * Places as many of these tasks as there is room for.
   *
   * @param placed is told the node of each
   * @return how many have no node
   */
  static int place(NodeFilters filters, Ledger ledger, int tasks, IntConsumer placed) {
    if (tasks <= 0) {
      return 0;
    }
    Spread spread = new Spread(filters, placed, tasks);
    spread.onTree(tasks, SpreadTree.of(filters, ledger, tasks));
    return spread.left;
  }

  private int onTree(int tasks, SpreadTree tree) {
    return tree.isLeaf() ? onNodes(tasks, tree) : onBranches(tasks, tree);
  }

  /** Evens the branches out until all tasks are placed or all branches are full. */
  private int onBranches(int tasks, SpreadTree tree) {
    int done = 0;
    int standing = tree.tasks();
    Set<SpreadTree> full = new HashSet<>();
    boolean converging = true;
    while (done != tasks && full.size() != tree.branchCount() && converging) {
      int usable = tree.branchCount() - full.size();
      int each = (standing + tasks - done) / usable;
      int over = (standing + tasks - done) % usable;
      converging = false;
      for (SpreadTree branch : tree.branches()) {
        boolean wants = branch.tasks() < each || (branch.tasks() == each && over > 0);
        if (full.contains(branch) || !wants) {
          continue;
        }
        converging = true;
        int share = each - branch.tasks() + (over > 0 ? 1 : 0);
        int went = onTree(share, branch);
        if (went < share) {
          full.add(branch);
          standing -= branch.tasks();
        } else if (over > 0) {
          over--;
        }
        done += went;
      }
    }
    return done;
  }

  /**
   * First fills the nodes up to the number that the next one has, then gives one to each in turn.
   */
  private int onNodes(int tasks, SpreadTree leaf) {
    int[] nodes = leaf.nodes();
    if (nodes.length == 0) {
      return 0;
    }
    boolean[] full = new boolean[nodes.length];
    int done = 0;
    int turn = 0;
    while (left > 0) {
      int node = nodes[turn % nodes.length];
      filters.take(node);
      placed.accept(node);
      left--;
      done++;
      if (done == tasks) {
        return done;
      }
      boolean first = turn + 1 < nodes.length;
      if (!first || leaf.isBetter(nodes[turn + 1], node)) {
        turn++;
      }
      int tried = 0;
      while (full[turn % nodes.length] || !filters.accepts(nodes[turn % nodes.length])) {
        full[turn % nodes.length] = true;
        turn++;
        if (++tried == nodes.length) {
          return done;
        }
      }
    }
    return done;
  }
}
