package io.drover.health.route.decide;

import java.util.List;
import java.util.Set;

/**
 * All that counts for the slots of one backend of one HAProxy.
 *
 * @param balancer which HAProxy, for people
 * @param backend the backend
 * @param services the services whose tasks belong into it; none where no service names it
 * @param slots its slots, in order
 * @param leftAlone addresses of tasks whose services' labels are wrong: they stay as they are
 * @param weightsFixed whether HAProxy refused weights here, as it does under a static algorithm
 */
public record SlotInput(
    String balancer,
    String backend,
    List<RoutedService> services,
    List<Slot> slots,
    Set<Endpoint> leftAlone,
    boolean weightsFixed) {
  public SlotInput {
    services = List.copyOf(services);
    slots = List.copyOf(slots);
    leftAlone = Set.copyOf(leftAlone);
  }
}
