package io.drover.agent.model.metrics;

import java.util.Set;

/**
 * What is wanted of the tasks of one service.
 *
 * @param serviceId the service
 * @param port the tasks' port
 * @param path path and query on it
 * @param names names of series
 */
public record Target(String serviceId, int port, String path, Set<String> names) {
  public Target {
    names = Set.copyOf(names);
  }
}
