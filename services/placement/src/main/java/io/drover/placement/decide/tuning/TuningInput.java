package io.drover.placement.decide.tuning;

import java.util.List;

/**
 * All that the decision about one service's tuning rests on.
 *
 * @param serviceId the service
 * @param service its name
 * @param wish what its labels ask for
 * @param agents those that answered
 * @param missing one line for each agent that did not
 */
public record TuningInput(
    String serviceId,
    String service,
    TuningWish wish,
    List<AgentTuning> agents,
    List<String> missing) {
  public TuningInput {
    agents = List.copyOf(agents);
    missing = List.copyOf(missing);
  }

  /** The same with what the agents said later. */
  public TuningInput with(List<AgentTuning> answered, List<String> failures) {
    return new TuningInput(serviceId, service, wish, answered, failures);
  }
}
