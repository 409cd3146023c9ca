package io.drover.core.policy;

import java.util.Objects;

/**
 * Scheduled scaling: other bounds for the number of tasks in windows that come again.
 *
 * @param name of the schedule, unique in its service
 * @param window when, and which bounds
 */
public record SchedulePolicy(String name, ReplicaWindow window) implements Concern {
  public SchedulePolicy {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(window, "window");
  }
}
