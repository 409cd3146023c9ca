package io.drover.scaling.observe;

import java.util.Set;

/**
 * What the agents have to ask the tasks of one service.
 *
 * @param serviceId the service
 * @param port the tasks' port
 * @param path path and query on it
 * @param names names of series
 */
public record ScrapeTarget(String serviceId, int port, String path, Set<String> names) {
  public ScrapeTarget {
    names = Set.copyOf(names);
  }
}
