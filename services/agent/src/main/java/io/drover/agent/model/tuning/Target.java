package io.drover.agent.model.tuning;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one container's settings are to become.
 *
 * @param containerId the container
 * @param goals by kind; what is absent is left alone
 */
public record Target(String containerId, Map<Kind, Goal> goals) {
  public Target {
    Map<Kind, Goal> copy = new EnumMap<>(Kind.class);
    copy.putAll(goals);
    goals = Collections.unmodifiableMap(copy);
  }
}
