package io.drover.placement.decide.moves;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A drain that is under way: all that whoever goes on with it has to know.
 *
 * @param nodeId the node
 * @param hostname its name, for people
 * @param before its availability before
 * @param order what was ordered
 * @param stage how far it is
 * @param surges services with more tasks than documented, by id
 */
public record DrainIntent(
    String nodeId,
    String hostname,
    String before,
    Order order,
    Stage stage,
    Map<String, Surge> surges) {

  /**
   * An operator's order.
   *
   * @param allowStop whether tasks may end before others run in their place, where it can't be
   *     helped
   * @param at when
   * @param by who
   * @param why why, in their words
   */
  public record Order(boolean allowStop, Instant at, String by, String why) {}

  /** How far it is. */
  public enum Stage {
    /** The node still takes tasks. */
    ORDERED,
    /** The node takes no more tasks; it goes on from what is seen. */
    CLEARING,
    /** The node gets back what it had, and the services too. */
    RESTORING
  }

  public DrainIntent {
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(stage, "stage");
    surges = Map.copyOf(surges);
  }

  /** The same at another stage. */
  public DrainIntent at(Stage next) {
    return new DrainIntent(nodeId, hostname, before, order, next, surges);
  }

  /** The same with one more service raised. */
  public DrainIntent with(String serviceId, Surge surge) {
    Map<String, Surge> more = new TreeMap<>(surges);
    more.put(serviceId, surge);
    return new DrainIntent(nodeId, hostname, before, order, stage, more);
  }

  /** The same with one service less. */
  public DrainIntent without(String serviceId) {
    Map<String, Surge> fewer = new TreeMap<>(surges);
    fewer.remove(serviceId);
    return new DrainIntent(nodeId, hostname, before, order, stage, fewer);
  }
}
