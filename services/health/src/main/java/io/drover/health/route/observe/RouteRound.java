package io.drover.health.route.observe;

import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.RoutedService;
import io.drover.runtime.pause.PauseState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that one round sees, the load balancers' own state aside.
 *
 * @param at when it began
 * @param services services with a route, by name
 * @param leftAlone addresses of the tasks of services whose labels are wrong
 * @param problems those services, and what is wrong
 * @param pause the suite-wide pause
 */
public record RouteRound(
    Instant at,
    List<RoutedService> services,
    Set<Endpoint> leftAlone,
    List<String> problems,
    PauseState pause) {
  public RouteRound {
    services = List.copyOf(services);
    leftAlone = Set.copyOf(leftAlone);
    problems = List.copyOf(problems);
  }

  /** The services of each backend, by its name. */
  public SortedMap<String, List<RoutedService>> backends() {
    SortedMap<String, List<RoutedService>> backends = new TreeMap<>();
    for (RoutedService service : services) {
      backends.computeIfAbsent(service.policy().backend(), name -> new ArrayList<>()).add(service);
    }
    return backends;
  }
}
