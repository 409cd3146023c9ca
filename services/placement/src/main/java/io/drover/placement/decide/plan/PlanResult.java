package io.drover.placement.decide.plan;

import java.util.List;
import java.util.Objects;

/**
 * Where everything comes to be.
 *
 * @param assignments tasks that have a node, by service and number
 * @param unplaced tasks that have none, by service, with the reasons
 * @param nodes what is taken of each node
 * @param totals what all tasks take together, placed or not
 */
public record PlanResult(
    List<Assignment> assignments, List<Unplaced> unplaced, List<NodeUse> nodes, Totals totals) {

  /**
   * A task and its node.
   *
   * @param service its service
   * @param task its number in its service, from 1
   * @param node the node's name
   * @param standing whether it is there already
   */
  public record Assignment(String service, int task, String node, boolean standing) {
    public Assignment {
      Objects.requireNonNull(service, "service");
      Objects.requireNonNull(node, "node");
    }
  }

  /**
   * Tasks of one service for which there is no node.
   *
   * @param service the service
   * @param count how many
   * @param refusals for each node what ruled it out, in the order of the nodes
   */
  public record Unplaced(String service, int count, List<Refusal> refusals) {
    public Unplaced {
      Objects.requireNonNull(service, "service");
      refusals = List.copyOf(refusals);
    }

    /**
     * The refusals in one line, as Swarm groups them: "insufficient cpu on 2 nodes, constraint
     * node.role==manager on 1 node".
     */
    public String reason() {
      return Refusal.grouped(refusals);
    }
  }

  /**
   * What is taken of a node.
   *
   * @param node the node
   * @param reserved what its tasks take
   * @param tasks how many tasks it has, those that are being ended aside
   */
  public record NodeUse(PlanNode node, Amounts reserved, int tasks) {
    public NodeUse {
      Objects.requireNonNull(node, "node");
      Objects.requireNonNull(reserved, "reserved");
    }
  }

  /**
   * What all tasks take together.
   *
   * @param reservations the sum of what they reserve
   * @param limits the sum of their limits; a task without a limit adds nothing
   */
  public record Totals(Amounts reservations, Amounts limits) {
    public Totals {
      Objects.requireNonNull(reservations, "reservations");
      Objects.requireNonNull(limits, "limits");
    }
  }

  public PlanResult {
    assignments = List.copyOf(assignments);
    unplaced = List.copyOf(unplaced);
    nodes = List.copyOf(nodes);
    Objects.requireNonNull(totals, "totals");
  }

  /** Whether every task has a node. */
  public boolean fits() {
    return unplaced.isEmpty();
  }
}
