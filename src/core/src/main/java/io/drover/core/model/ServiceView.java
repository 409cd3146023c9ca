package io.drover.core.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One service as a manager reports it, reduced to what decisions need.
 *
 * @param id service id; a service created again under the same name has another one
 * @param name full name, {@code <stack>_<service>} in a stack
 * @param version the version index that an update must name
 * @param mode how its tasks are made
 * @param labels the service's own labels ({@code deploy.labels} in a stack file)
 * @param containerLabels labels of its containers ({@code labels} in a stack file)
 * @param reservations what each task reserves
 * @param limits what each task is limited to
 * @param rollout where its last update stands
 * @param createdAt when it was created
 * @param updatedAt when its spec last changed
 */
public record ServiceView(
    String id,
    String name,
    long version,
    Mode mode,
    Map<String, String> labels,
    Map<String, String> containerLabels,
    Resources reservations,
    Resources limits,
    Rollout rollout,
    Instant createdAt,
    Instant updatedAt) {

  /** The label by which {@code docker stack deploy} marks what belongs to a stack. */
  public static final String STACK_LABEL = "com.docker.stack.namespace";

  /** How many tasks a service has. */
  public sealed interface Mode {
    /**
     * A fixed number of tasks.
     *
     * @param replicas as the spec asks
     */
    record Replicated(int replicas) implements Mode {}

    /** One task on every node that fits. */
    record Global() implements Mode {}

    /**
     * Tasks that run to completion, or a mode that a newer engine invented.
     *
     * @param name the Engine API's name of it
     */
    record Other(String name) implements Mode {}
  }

  public ServiceView {
    labels = Map.copyOf(labels);
    containerLabels = Map.copyOf(containerLabels);
  }

  /** The stack it was deployed with, if any. */
  public Optional<String> stack() {
    return Optional.ofNullable(labels.get(STACK_LABEL));
  }

  /** The same service, if each of its tasks reserved this. */
  public ServiceView reserving(Resources each) {
    return new ServiceView(
        id,
        name,
        version,
        mode,
        labels,
        containerLabels,
        each,
        limits,
        rollout,
        createdAt,
        updatedAt);
  }
}
