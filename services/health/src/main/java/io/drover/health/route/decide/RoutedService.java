package io.drover.health.route.decide;

import io.drover.core.policy.RoutePolicy;
import java.util.List;

/**
 * A service whose tasks belong into a backend.
 *
 * @param id the service
 * @param name its name
 * @param observing whether its own label says to decide only
 * @param policy what its labels ask for
 * @param standings where its tasks stand
 */
public record RoutedService(
    String id, String name, boolean observing, RoutePolicy policy, List<Standing> standings) {
  public RoutedService {
    standings = List.copyOf(standings);
  }
}
