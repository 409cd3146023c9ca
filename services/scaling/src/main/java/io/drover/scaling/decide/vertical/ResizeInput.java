package io.drover.scaling.decide.vertical;

import io.drover.core.model.ServiceView;
import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.ResourceKind;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What one decision about the size of a service's tasks depends on.
 *
 * @param now the moment of the decision
 * @param service the service as observed
 * @param policy what it asks for, by labels or by a manifest
 * @param scaledOut resources by whose use, in percent of the reservation, it is scaled horizontally
 * @param demand what its tasks were seen to use
 * @param tasks those that run
 * @param idle whether none runs, or is about to
 * @param waiting whether a task waits for a node
 * @param heap what its options let a JVM's heap grow to
 * @param strain what went badly lately
 * @param last what was last done
 */
public record ResizeInput(
    Instant now,
    ServiceView service,
    ResizePolicy policy,
    Set<ResourceKind> scaledOut,
    Demand demand,
    List<RunningTask> tasks,
    boolean idle,
    Waiting waiting,
    JvmHeap heap,
    Strain strain,
    LastResize last) {
  public ResizeInput {
    scaledOut = Set.copyOf(scaledOut);
    tasks = List.copyOf(tasks);
  }
}
