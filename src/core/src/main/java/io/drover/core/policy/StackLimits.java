package io.drover.core.policy;

import java.util.List;
import java.util.Objects;

/**
 * A LimitRange: what each task and each volume of a stack may have. A stack may have several; all
 * their bounds hold, and of their defaults the first by name.
 *
 * @param stack the stack
 * @param name the LimitRange's name
 * @param tasks bounds of tasks; all of them hold
 * @param volumes bounds of volumes
 * @param passedOver what it says of resources that a Swarm can't hold anything to, for people
 */
public record StackLimits(
    String stack,
    String name,
    List<TaskBounds> tasks,
    VolumeBounds volumes,
    List<String> passedOver) {

  public StackLimits {
    Objects.requireNonNull(stack, "stack");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(volumes, "volumes");
    tasks = List.copyOf(tasks);
    passedOver = List.copyOf(passedOver);
  }
}
