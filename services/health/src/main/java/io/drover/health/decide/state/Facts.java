package io.drover.health.decide.state;

import io.drover.core.model.Reading;
import io.drover.health.decide.names.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that was observed of the Swarm in one round.
 *
 * @param now our time
 * @param services all services
 * @param tasks all tasks, ended ones that the managers still have included
 * @param nodes all nodes
 * @param agents what agents answered, by node id
 * @param agentsAsked whether agents were asked; else nobody can be missing
 * @param certificateEnd when the Swarm's own authority ends
 * @param failures tasks that ended by themselves lately
 * @param outOfMemory ids of tasks that the kernel killed for want of memory lately
 * @param names by service id, what nodes know of its tasks: nothing for one that shares no network
 *     with an agent; services that nobody was asked for yet are left out
 */
public record Facts(
    Instant now,
    List<ServiceFacts> services,
    List<TaskFacts> tasks,
    List<NodeFacts> nodes,
    Map<String, AgentFacts> agents,
    boolean agentsAsked,
    Reading<Instant> certificateEnd,
    FailureLog failures,
    Set<String> outOfMemory,
    Map<String, List<Verdict>> names) {
  public Facts {
    services = List.copyOf(services);
    tasks = List.copyOf(tasks);
    nodes = List.copyOf(nodes);
    agents = Map.copyOf(agents);
    outOfMemory = Set.copyOf(outOfMemory);
    names = Map.copyOf(names);
  }
}
