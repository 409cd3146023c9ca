package io.drover.scaling;

import io.drover.core.decision.FreeReservations;
import io.drover.runtime.pause.PauseState;
import io.drover.scaling.observe.Observation;
import io.drover.scaling.observe.ServiceOrder;
import java.time.Instant;
import java.util.Map;

/**
 * What a round of the scaling loop works on.
 *
 * @param seen what was seen
 * @param free what the nodes have left
 * @param pause the suite's pause
 * @param orders operators' orders by service id
 */
record Round(
    Observation seen, FreeReservations free, PauseState pause, Map<String, ServiceOrder> orders) {

  /** The suite's pause, or the service's own. */
  PauseState pauseOf(String serviceId) {
    return switch (orders.get(serviceId)) {
      case ServiceOrder.Pause(Instant until, String by, String why) when pause.isRunning() ->
          new PauseState.Paused(until, by, why);
      case ServiceOrder.Unreadable(String why) when pause.isRunning() ->
          new PauseState.Unreadable(why);
      case null, default -> pause;
    };
  }
}
