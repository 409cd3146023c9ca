package io.drover.failover.record;

import io.drover.core.decision.Outcome;
import io.drover.engine.Engine;
import io.drover.engine.Engine.ConfigObject;
import io.drover.failover.decide.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The state of a failover in the Swarm that the service runs in: the labels of one config object,
 * replaced by compare-and-swap, so that of two instances that both believe to lead one goes on.
 */
public final class StateStore {
  /** The config object's name. */
  public static final String NAME = "drover.failover.state";

  private static final String STATE = "drover.failover.state";
  private static final String SITES = "drover.failover.sites";

  private final Engine engine;

  /**
   * What was read.
   *
   * @param state the state
   * @param sites the names of the sites that it is about, the primary first; empty where they were
   *     never stored
   * @param observed the object that held it; none where nothing was ever stored
   */
  public record Stored(State state, List<String> sites, List<ConfigObject> observed) {
    public Stored {
      sites = List.copyOf(sites);
      observed = List.copyOf(observed);
    }
  }

  /** Keeps the state at this engine. */
  public StateStore(Engine engine) {
    this.engine = engine;
  }

  /**
   * Reads it; where nothing was ever stored the primary serves.
   *
   * @throws io.drover.engine.EngineException when the engine does not answer
   * @throws IllegalStateException when somebody damaged it
   */
  public Stored read(Instant now) {
    return engine
        .config(NAME)
        .map(config -> new Stored(state(config), sites(config), List.of(config)))
        .orElseGet(() -> new Stored(State.begin(now), List.of(), List.of()));
  }

  private static State state(ConfigObject config) {
    try {
      return StateJson.read(config.labels().getOrDefault(STATE, ""));
    } catch (IllegalArgumentException damaged) {
      throw new IllegalStateException(
          ("the label of config %s is damaged (%s): find out which site serves, then remove the config"
                  + " where that is the primary")
              .formatted(NAME, damaged.getMessage()),
          damaged);
    }
  }

  private static List<String> sites(ConfigObject config) {
    String names = config.labels().getOrDefault(SITES, "");
    return names.isEmpty() ? List.of() : List.of(names.split(","));
  }

  /**
   * Replaces what was read; a conflict when somebody else did meanwhile.
   *
   * @param sites the names of the sites that it is about, the primary first
   */
  public Outcome replace(Stored read, State next, List<String> sites) {
    Map<String, String> labels =
        Map.of(STATE, StateJson.write(next), SITES, String.join(",", sites));
    return read.observed().isEmpty()
        ? engine.createConfig(NAME, labels)
        : engine.updateConfigLabels(read.observed().getFirst(), labels);
  }
}
