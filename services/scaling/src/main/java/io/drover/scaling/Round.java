package io.drover.scaling;

import io.drover.runtime.orders.ServiceOrder;
import io.drover.runtime.pause.PauseState;
import io.drover.scaling.observe.Observation;
import io.drover.scaling.observe.QuotaLedger;
import java.util.Map;
import java.util.Optional;

/**
 * What a round of the scaling loop works on.
 *
 * @param seen what was seen
 * @param room what the nodes have left
 * @param quotas what the stacks' quotas leave
 * @param pause the suite's pause
 * @param orders operators' orders by service id
 */
record Round(
    Observation seen,
    RoundRoom room,
    QuotaLedger quotas,
    PauseState pause,
    Map<String, ServiceOrder> orders) {

  /** The suite's pause, or the service's own. */
  PauseState pauseOf(String serviceId) {
    return ServiceOrder.pause(pause, Optional.ofNullable(orders.get(serviceId)));
  }
}
