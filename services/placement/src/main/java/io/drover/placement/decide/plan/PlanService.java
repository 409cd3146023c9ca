package io.drover.placement.decide.plan;

import io.drover.core.placement.Constraint;
import io.drover.core.placement.Platform;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One service whose tasks are to be placed.
 *
 * @param name its name; no two services have the same
 * @param count how many tasks
 * @param reservation what each task takes
 * @param limit what each task is limited to, only ever added up
 * @param rules where its tasks can be
 */
public record PlanService(
    String name, Count count, Amounts reservation, Amounts limit, Rules rules) {

  /** How many tasks a service has. */
  public sealed interface Count {
    /**
     * A number of tasks, wherever there is room.
     *
     * @param replicas not negative
     */
    record Replicated(int replicas) implements Count {
      public Replicated {
        if (replicas < 0) {
          throw new IllegalArgumentException("replicas must not be negative: " + replicas);
        }
      }
    }

    /** One task on every node that its constraints allow. */
    record Global() implements Count {}
  }

  /**
   * Where a service's tasks can be.
   *
   * @param constraints all of them must hold
   * @param spreadOver labels over whose values its tasks are spread evenly, most important first,
   *     such as {@code node.labels.zone}
   * @param maxPerNode most tasks on one node; 0 is no bound
   * @param ports ports that each task publishes on its node
   * @param platforms platforms its image runs on; none is any
   * @param plugins plugins that its volumes and its log need
   */
  public record Rules(
      List<Constraint> constraints,
      List<String> spreadOver,
      int maxPerNode,
      Set<HostPort> ports,
      List<Platform> platforms,
      List<Plugin> plugins) {
    /** Anywhere. */
    public static final Rules NONE =
        new Rules(List.of(), List.of(), 0, Set.of(), List.of(), List.of());

    public Rules {
      constraints = List.copyOf(constraints);
      spreadOver = List.copyOf(spreadOver);
      ports = Set.copyOf(ports);
      platforms = List.copyOf(platforms);
      plugins = List.copyOf(plugins);
      if (maxPerNode < 0) {
        throw new IllegalArgumentException("maxPerNode must not be negative: " + maxPerNode);
      }
    }

    /** These, with these constraints. */
    public Rules with(List<Constraint> wanted) {
      return new Rules(wanted, spreadOver, maxPerNode, ports, platforms, plugins);
    }

    /** These, with this bound on the tasks of one node. */
    public Rules atMostPerNode(int most) {
      return new Rules(constraints, spreadOver, most, ports, platforms, plugins);
    }
  }

  public PlanService {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(count, "count");
    Objects.requireNonNull(reservation, "reservation");
    Objects.requireNonNull(limit, "limit");
    Objects.requireNonNull(rules, "rules");
  }

  /** A replicated service without limits and rules. */
  public static PlanService of(String name, int replicas, Amounts reservation) {
    return new PlanService(
        name, new Count.Replicated(replicas), reservation, Amounts.NOTHING, Rules.NONE);
  }

  /** This service, under these rules. */
  public PlanService under(Rules others) {
    return new PlanService(name, count, reservation, limit, others);
  }

  /** This service, with another number of tasks. */
  public PlanService counting(Count other) {
    return new PlanService(name, other, reservation, limit, rules);
  }
}
