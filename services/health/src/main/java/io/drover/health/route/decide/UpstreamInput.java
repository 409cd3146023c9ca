package io.drover.health.route.decide;

import java.util.List;
import java.util.Set;

/**
 * All that counts for the file of one backend of nginx.
 *
 * @param balancer which nginx, for people
 * @param backend the backend
 * @param services the services whose tasks belong into it
 * @param now the file as it is
 * @param written whether there is one; without it the include fails
 * @param leftAlone addresses of tasks whose services' labels are wrong: they stay as they are
 */
public record UpstreamInput(
    String balancer,
    String backend,
    List<RoutedService> services,
    UpstreamFile now,
    boolean written,
    Set<Endpoint> leftAlone) {
  public UpstreamInput {
    services = List.copyOf(services);
    leftAlone = Set.copyOf(leftAlone);
  }
}
