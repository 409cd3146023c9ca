package io.drover.core.decision;

/** One thing to do to the Swarm. Later services add their own alternatives here. */
public sealed interface Action {

  /** The service it changes, by id. */
  String serviceId();

  /** One line for an operator. */
  String describe();

  /**
   * Sets a service's replica count.
   *
   * @param serviceId the service
   * @param serviceName its name, for people
   * @param version the observed version index, on which the update is conditional
   * @param from the observed count
   * @param to the wanted count
   */
  record SetReplicas(String serviceId, String serviceName, long version, int from, int to)
      implements Action {
    public SetReplicas {
      if (to < 0) {
        throw new IllegalArgumentException("replicas must not be negative: " + to);
      }
    }

    @Override
    public String describe() {
      return "scale " + serviceName + " from " + from + " to " + to;
    }
  }
}
