package io.drover.health.decide.heal;

import io.drover.health.decide.state.Finding;
import io.drover.health.decide.state.ServiceFacts;
import java.time.Instant;
import java.util.List;

/**
 * What decides whether a service is repaired.
 *
 * @param now our time
 * @param service the service
 * @param ailments what is wrong with it that can be repaired, and since when
 * @param stranded tasks that should run and are on nodes that are down, see {@link Stranded}
 * @param attempts when it was repaired before, oldest first
 * @param othersLately repairs of other services within {@link HealRules#BUDGET_PERIOD}
 */
public record HealInput(
    Instant now,
    ServiceFacts service,
    List<Ailment> ailments,
    List<Stranded> stranded,
    List<Instant> attempts,
    int othersLately) {

  /**
   * A finding, and since when it is one.
   *
   * @param finding what is wrong
   * @param since when it was first seen
   */
  public record Ailment(Finding finding, Instant since) {}

  /**
   * A task that Swarm left on a node that is down.
   *
   * @param taskId the task
   * @param node the node's name
   * @param since when the node was first seen down
   */
  public record Stranded(String taskId, String node, Instant since) {}

  public HealInput {
    ailments = List.copyOf(ailments);
    stranded = List.copyOf(stranded);
    attempts = List.copyOf(attempts);
  }
}
