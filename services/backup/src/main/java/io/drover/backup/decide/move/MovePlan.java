package io.drover.backup.decide.move;

import io.drover.core.decision.Reason;
import java.util.List;

/**
 * What moving a volume comes to.
 *
 * @param volumes those that move: all local ones of the services that use it
 * @param from the name of the node where they are; empty text where that can't be said
 * @param to the name of the node where they go
 * @param services those that are stopped, tied to the other node, and started
 * @param refusals why it must not be done; empty when it may
 * @param notes what the operator should know
 */
public record MovePlan(
    List<String> volumes,
    String from,
    String to,
    List<Moved> services,
    List<Reason> refusals,
    List<Reason> notes) {
  public MovePlan {
    volumes = List.copyOf(volumes);
    services = List.copyOf(services);
    refusals = List.copyOf(refusals);
    notes = List.copyOf(notes);
  }

  /**
   * A service that moves along.
   *
   * @param id its id
   * @param name its name
   * @param version the version that was seen
   * @param replicas how many tasks it has
   * @param tied whether its constraints let it nowhere but where the volumes are
   */
  public record Moved(String id, String name, long version, int replicas, boolean tied) {}

  /** Whether it may be done. */
  public boolean possible() {
    return refusals.isEmpty();
  }
}
