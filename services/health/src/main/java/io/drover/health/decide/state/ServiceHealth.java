package io.drover.health.decide.state;

import io.drover.health.decide.names.Verdict;
import java.util.List;
import java.util.Map;

/**
 * How a service is.
 *
 * @param facts the service
 * @param desired tasks that it should have
 * @param running tasks that run
 * @param schedulable tasks that the nodes could take at the same time, at most desired; 0 explains
 *     why none runs
 * @param states how many of its wanted tasks are in which of Swarm's states
 * @param tasks its wanted tasks
 * @param names what nodes know of its tasks; none where no agent can ask for it
 * @param findings what is wrong
 */
public record ServiceHealth(
    ServiceFacts facts,
    int desired,
    int running,
    int schedulable,
    Map<String, Integer> states,
    List<TaskHealth> tasks,
    List<Verdict> names,
    List<Finding> findings) {
  public ServiceHealth {
    states = Map.copyOf(states);
    tasks = List.copyOf(tasks);
    names = List.copyOf(names);
    findings = List.copyOf(findings);
  }

  /** The worst of it. */
  public Level level() {
    return Level.worst(findings);
  }
}
