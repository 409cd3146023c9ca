package io.drover.placement.act.moves;

import io.drover.core.decision.Outcome;
import io.drover.engine.EngineException;
import io.drover.placement.observe.moves.OperatorsOrders;
import io.drover.runtime.orders.ServiceOrder;
import io.drover.runtime.orders.ServiceOrders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has the other loops leave services alone whose tasks are being moved: a pause is ordered for
 * each, in placement's own name, and taken back when the move is over. The orders follow from what
 * is under way, in every round anew, so that a crash leaves none behind for long; and they expire.
 */
public final class ScalingRests {
  private static final Duration LASTS = Duration.ofMinutes(30);
  private static final Duration RENEWED_BEFORE = Duration.ofMinutes(15);

  private final ServiceOrders orders;

  /** Pauses among these orders. */
  public ScalingRests(ServiceOrders orders) {
    this.orders = orders;
  }

  /**
   * Brings the orders in line. An operator's order for a service stays as it is: one that pauses it
   * does as well, and one that sets its count keeps it from being moved at all.
   *
   * @param moving ids of the services that are being moved
   * @return what could not be done
   * @throws EngineException when the engine can't be read from
   */
  public List<String> keep(Set<String> moving, Map<String, ServiceOrder> held, Instant now) {
    List<String> problems = new ArrayList<>();
    for (String id : moving) {
      ServiceOrder order = held.get(id);
      boolean missing = order == null;
      boolean ending =
          !missing
              && OperatorsOrders.isOurs(order)
              && order.until().isBefore(now.plus(RENEWED_BEFORE));
      if (missing || ending) {
        check(problems, id, orders.set(id, pause(now)));
      }
    }
    held.forEach(
        (id, order) -> {
          if (OperatorsOrders.isOurs(order) && !moving.contains(id)) {
            check(problems, id, orders.clear(id));
          }
        });
    return problems;
  }

  private static ServiceOrder pause(Instant now) {
    return new ServiceOrder.Pause(
        now.plus(LASTS), OperatorsOrders.PLACEMENT, "its tasks are being moved");
  }

  private static void check(List<String> problems, String id, Outcome outcome) {
    if (outcome instanceof Outcome.Failed(var kind, String message)) {
      problems.add("the pause of %s could not be ordered: %s".formatted(id, message));
    }
  }
}
