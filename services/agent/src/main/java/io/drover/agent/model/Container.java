package io.drover.agent.model;

import java.time.Instant;
import java.util.Map;

/**
 * A running container.
 *
 * @param id its full id
 * @param name its name, without the leading slash
 * @param image the image that it was started from
 * @param pid its first process in the engine's process namespace; 0 when the engine did not say
 * @param cgroupParent the parent that it was started under; empty text for the engine's own
 * @param startedAt when it was started
 * @param labels its labels, those of Swarm among them
 * @param networks its addresses by network name; an empty address on the host's own network
 */
public record Container(
    String id,
    String name,
    String image,
    long pid,
    String cgroupParent,
    Instant startedAt,
    Map<String, String> labels,
    Map<String, String> networks) {
  private static final String SERVICE = "com.docker.swarm.service.name";
  private static final String SERVICE_ID = "com.docker.swarm.service.id";
  private static final String TASK = "com.docker.swarm.task.name";
  private static final String TASK_ID = "com.docker.swarm.task.id";
  private static final String STACK = "com.docker.stack.namespace";

  public Container {
    labels = Map.copyOf(labels);
    networks = Map.copyOf(networks);
  }

  /** One whose networks are of no interest. */
  public Container(
      String id,
      String name,
      String image,
      long pid,
      String cgroupParent,
      Instant startedAt,
      Map<String, String> labels) {
    this(id, name, image, pid, cgroupParent, startedAt, labels, Map.of());
  }

  /** Name of the Swarm service that it is a task of; empty text where it is none. */
  public String service() {
    return labels.getOrDefault(SERVICE, "");
  }

  /** Id of that service. */
  public String serviceId() {
    return labels.getOrDefault(SERVICE_ID, "");
  }

  /** Name of its task. */
  public String task() {
    return labels.getOrDefault(TASK, "");
  }

  /** Id of its task; empty text where it is none. */
  public String taskId() {
    return labels.getOrDefault(TASK_ID, "");
  }

  /** Name of its stack; empty text where it has none. */
  public String stack() {
    return labels.getOrDefault(STACK, "");
  }
}
