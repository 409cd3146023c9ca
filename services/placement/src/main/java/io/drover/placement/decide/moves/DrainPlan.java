package io.drover.placement.decide.moves;

import io.drover.core.decision.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What draining a node would come to.
 *
 * @param nodeId the node
 * @param hostname its name
 * @param services its services with tasks there, by name
 * @param refusals why it can't be done, whatever is allowed
 * @param notes what an operator should know
 */
public record DrainPlan(
    String nodeId,
    String hostname,
    List<Line> services,
    List<Refusal> refusals,
    List<Reason> notes) {
  public DrainPlan {
    services = List.copyOf(services);
    refusals = List.copyOf(refusals);
    notes = List.copyOf(notes);
  }

  /** What happens to a service. */
  public enum How {
    /** New tasks start elsewhere first. */
    SURGE,
    /** Its tasks end there; Swarm starts others elsewhere afterwards, where it can. */
    STOP,
    /** One task on every node: the one here ends, and nothing takes its place. */
    ENDS
  }

  /**
   * A service with tasks on the node.
   *
   * @param serviceId the service
   * @param serviceName its name
   * @param tasks how many of its tasks are there
   * @param how what happens to them
   * @param from its documented count
   * @param to its count while new tasks start; the same as {@code from} where none start first
   * @param lands where its tasks would go, by host name
   * @param why why so
   */
  public record Line(
      String serviceId,
      String serviceName,
      int tasks,
      How how,
      int from,
      int to,
      Map<String, Integer> lands,
      Reason why) {
    public Line {
      lands = Map.copyOf(lands);
    }
  }

  /**
   * Why it can't be done.
   *
   * @param serviceId the service that is in the way; empty text when it is the node
   * @param why why
   */
  public record Refusal(String serviceId, Reason why) {}

  /** What is done to a service; absent when it has no tasks there. */
  public Optional<Line> line(String serviceId) {
    return services.stream().filter(line -> line.serviceId().equals(serviceId)).findFirst();
  }

  /** What stands in the way because of a service. */
  public Optional<Reason> refusal(String serviceId) {
    return refusals.stream()
        .filter(refusal -> refusal.serviceId().equals(serviceId))
        .map(Refusal::why)
        .findFirst();
  }

  /** The services whose tasks end before others run in their place. */
  public List<Line> stopping() {
    return services.stream().filter(line -> line.how() == How.STOP).toList();
  }

  /** Why an order would be refused; empty when it would be taken. */
  public List<Reason> against(boolean allowStop) {
    List<Reason> against = new ArrayList<>(refusals.stream().map(Refusal::why).toList());
    if (!allowStop) {
      stopping().forEach(line -> against.add(needsAllowStop(line)));
    }
    return against;
  }

  static Reason needsAllowStop(Line line) {
    return new Reason(
        "NeedsAllowStop",
        "%s would stop before it runs elsewhere, which the order has to allow: %s"
            .formatted(line.serviceName(), line.why().text()),
        Map.of("cause", line.why().code()));
  }
}
