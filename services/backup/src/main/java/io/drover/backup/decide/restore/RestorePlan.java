package io.drover.backup.decide.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.drover.core.decision.Reason;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a restore does: networks, configs, services that are stopped, volumes, services, in this
 * order.
 *
 * @param items what is made, replaced or kept, in order
 * @param pins the node that a service is tied to, by the service's name in the backup
 * @param droppedPorts published ports that a service has to do without, by its name in the backup
 * @param refusals why it must not be done; empty when it may
 * @param notes what the operator should know
 */
public record RestorePlan(
    List<Item> items,
    Map<String, String> pins,
    Map<String, List<Integer>> droppedPorts,
    List<Reason> refusals,
    List<Reason> notes) {
  public RestorePlan {
    items = List.copyOf(items);
    pins = Map.copyOf(pins);
    droppedPorts = Map.copyOf(droppedPorts);
    refusals = List.copyOf(refusals);
    notes = List.copyOf(notes);
  }

  /** The same, with one thing more that the operator should know. */
  public RestorePlan noting(Reason note) {
    return new RestorePlan(
        items,
        pins,
        droppedPorts,
        refusals,
        Stream.concat(notes.stream(), Stream.of(note)).toList());
  }

  /** Whether it may be done. */
  public boolean possible() {
    return refusals.isEmpty();
  }

  /**
   * One thing.
   *
   * @param kind what it is
   * @param held its name in the backup
   * @param name its name afterwards
   * @param node the name of its node, for a volume; else empty text
   * @param from the name of the node where a volume was read; else empty text
   * @param change what happens to it
   */
  public record Item(Kind kind, String held, String name, String node, String from, Change change) {

    /** What tells it from all others. */
    public String key() {
      return kind + " " + name + (node.isEmpty() ? "" : " " + node);
    }
  }

  /** Kinds of things. */
  public enum Kind {
    /** A network. */
    @JsonProperty("network")
    NETWORK,
    /** A config. */
    @JsonProperty("config")
    CONFIG,
    /** A volume. */
    @JsonProperty("volume")
    VOLUME,
    /** A service. */
    @JsonProperty("service")
    SERVICE
  }

  /** What happens to a thing. */
  public enum Change {
    /** It is made. */
    @JsonProperty("create")
    CREATE,
    /** What is there gives way. */
    @JsonProperty("replace")
    REPLACE,
    /** It is there already. */
    @JsonProperty("keep")
    KEEP
  }
}
