package io.drover.placement.observe.moves;

import io.drover.core.decision.Reason;
import io.drover.runtime.orders.ServiceOrder;
import java.util.HashMap;
import java.util.Map;

/** What operators ordered for single services: those are not moved meanwhile. */
public final class OperatorsOrders {
  /** In whose name placement itself orders pauses. */
  public static final String PLACEMENT = "placement";

  private OperatorsOrders() {}

  /** Whether an order is placement's own, not an operator's. */
  public static boolean isOurs(ServiceOrder order) {
    return order instanceof ServiceOrder.Pause pause && pause.by().equals(PLACEMENT);
  }

  /** Why services are left alone, by their ids. */
  public static Map<String, Reason> of(Map<String, ServiceOrder> orders) {
    Map<String, Reason> ordered = new HashMap<>();
    orders.forEach(
        (id, order) -> {
          if (!isOurs(order)) {
            ordered.put(id, reason(order));
          }
        });
    return ordered;
  }

  private static Reason reason(ServiceOrder order) {
    return switch (order) {
      case ServiceOrder.Pause pause ->
          Reason.of(
              "PausedByOrder",
              "%s ordered that it is left alone until %s: %s"
                  .formatted(pause.by(), pause.until(), pause.why()));
      case ServiceOrder.Replicas count ->
          Reason.of(
              "CountOrdered",
              "%s ordered %d tasks of it until %s: %s"
                  .formatted(count.by(), count.replicas(), count.until(), count.why()));
      case ServiceOrder.Unreadable unreadable -> Reason.of("OrderUnreadable", unreadable.why());
    };
  }
}
