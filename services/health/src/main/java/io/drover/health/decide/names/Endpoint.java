package io.drover.health.decide.names;

import java.time.Instant;

/**
 * A task's address on one network.
 *
 * @param serviceId the service
 * @param taskId the task
 * @param nodeId the node it is on
 * @param network the network's id
 * @param address its IPv4 address there
 * @param standing whether it should be known there
 * @param since when its state came to be
 */
public record Endpoint(
    String serviceId,
    String taskId,
    String nodeId,
    String network,
    String address,
    Standing standing,
    Instant since) {

  /** Whether name servers should know a task. */
  public enum Standing {
    /** It runs and is meant to: they must. */
    RUNS,
    /** It starts, or stops: they may. */
    CHANGES,
    /** It ended: they must not. */
    ENDED
  }
}
