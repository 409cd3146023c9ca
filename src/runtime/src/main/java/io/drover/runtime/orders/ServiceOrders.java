package io.drover.runtime.orders;

import io.drover.core.decision.Outcome;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Operators' orders, each a Swarm config object {@code drover.order.<service id>} whose labels say
 * what, until when, by whom and why: they outlive the process, and every manager has them. They
 * expire by themselves. An object that is there is replaced, never rewritten, so that whoever
 * tidies an expired one away can't take a new one with it.
 */
public final class ServiceOrders {
  /** The longest that anything can be ordered for. */
  public static final Duration LONGEST = Duration.ofDays(7);

  private static final String PREFIX = "drover.order.";
  private static final String SERVICE = PREFIX + "service";
  private static final String REPLICAS = PREFIX + "replicas";
  private static final String UNTIL = PREFIX + "until";
  private static final String BY = PREFIX + "by";
  private static final String WHY = PREFIX + "why";

  /** Removed this much after it ended, when no clock can take it for running. */
  private static final Duration TIDY_AFTER = Duration.ofMinutes(5);

  private final Engine engine;

  /** Orders kept in this Swarm. */
  public ServiceOrders(Engine engine) {
    this.engine = engine;
  }

  /**
   * All that hold now, by service id; also removes those that ended long ago.
   *
   * @throws EngineException when the engine can't be read from
   */
  public Map<String, ServiceOrder> read(Instant now) {
    Map<String, ServiceOrder> orders = new HashMap<>();
    for (Engine.ConfigObject object : engine.configsLabelled(SERVICE)) {
      ServiceOrder order = order(object);
      if (order.until().isAfter(now)) {
        orders.put(object.labels().get(SERVICE), order);
      } else if (order.until().plus(TIDY_AFTER).isBefore(now)) {
        engine.removeConfig(object.id());
      }
    }
    return orders;
  }

  /**
   * Orders something for a service, in place of what was ordered before.
   *
   * @throws EngineException when the engine can't be read from
   */
  public Outcome set(String serviceId, ServiceOrder order) {
    Map<String, String> labels = new HashMap<>();
    labels.put(SERVICE, serviceId);
    labels.put(UNTIL, order.until().toString());
    labels.put(BY, order.by());
    labels.put(WHY, order.why());
    if (order instanceof ServiceOrder.Replicas replicas) {
      labels.put(REPLICAS, Integer.toString(replicas.replicas()));
    }
    return switch (clear(serviceId)) {
      case Outcome.Applied applied -> engine.createConfig(PREFIX + serviceId, labels);
      case Outcome other -> other;
    };
  }

  /**
   * Takes back what was ordered for a service; nothing ordered counts as taken back.
   *
   * @throws EngineException when the engine can't be read from
   */
  public Outcome clear(String serviceId) {
    Optional<Engine.ConfigObject> object = engine.config(PREFIX + serviceId);
    return object.map(found -> engine.removeConfig(found.id())).orElse(new Outcome.Applied(""));
  }

  private static ServiceOrder order(Engine.ConfigObject object) {
    Map<String, String> labels = object.labels();
    String by = labels.getOrDefault(BY, "");
    String why = labels.getOrDefault(WHY, "");
    try {
      Instant until = Instant.parse(labels.getOrDefault(UNTIL, ""));
      return labels.containsKey(REPLICAS)
          ? new ServiceOrder.Replicas(Integer.parseInt(labels.get(REPLICAS)), until, by, why)
          : new ServiceOrder.Pause(until, by, why);
    } catch (DateTimeException | NumberFormatException malformed) {
      return new ServiceOrder.Unreadable(
          "the order in the config object %s can't be read: %s"
              .formatted(object.name(), malformed.getMessage()));
    }
  }
}
