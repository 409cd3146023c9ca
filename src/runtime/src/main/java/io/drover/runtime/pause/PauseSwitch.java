package io.drover.runtime.pause;

import io.drover.core.decision.Outcome;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The suite-wide switch: the Swarm config object {@code drover.pause}, whose labels say until when,
 * by whom and why. It expires by itself. An expired object is never revived but replaced, so that
 * whoever tidies it away can't take a new pause with it.
 */
public final class PauseSwitch {
  /** The Swarm config object's name. */
  public static final String OBJECT = "drover.pause";

  /** The longest pause that can be asked for. */
  public static final Duration LONGEST = Duration.ofDays(7);

  /** An expired pause is removed this much later, when no clock can take it for running. */
  private static final Duration TIDY_AFTER = Duration.ofMinutes(5);

  private static final String UNTIL = "drover.pause.until";
  private static final String BY = "drover.pause.by";
  private static final String WHY = "drover.pause.why";

  private final Engine engine;
  private volatile PauseState lastRead = new PauseState.Unreadable("not read yet");

  /** A switch on a Swarm. */
  public PauseSwitch(Engine engine) {
    this.engine = engine;
  }

  /** Reads the switch; also removes a pause that ended long ago. Blocks on the engine. */
  public PauseState read(Instant now) {
    PauseState state = ask(now);
    lastRead = state;
    return state;
  }

  /** What the last reading said, without I/O. */
  public PauseState lastRead() {
    return lastRead;
  }

  private PauseState ask(Instant now) {
    try {
      Optional<Engine.ConfigObject> object = engine.config(OBJECT);
      PauseState state = object.map(found -> stateOf(found, now)).orElse(new PauseState.Running());
      if (state.isRunning()) {
        object
            .filter(found -> endedLongAgo(found, now))
            .ifPresent(o -> engine.removeConfig(o.id()));
      }
      return state;
    } catch (EngineException unreachable) {
      return new PauseState.Unreadable("the pause can't be read: " + unreachable.getMessage());
    }
  }

  /**
   * Pauses, or changes the pause that runs.
   *
   * @param until when it ends
   * @throws EngineException when the engine can't be read from
   */
  public Outcome set(Instant now, Instant until, String by, String why) {
    Map<String, String> labels = Map.of(UNTIL, until.toString(), BY, by, WHY, why);
    Optional<Engine.ConfigObject> object = engine.config(OBJECT);
    if (object.isEmpty()) {
      return engine.createConfig(OBJECT, labels);
    }
    Engine.ConfigObject found = object.orElseThrow();
    if (!stateOf(found, now).isRunning()) {
      return engine.updateConfigLabels(found, labels);
    }
    return switch (engine.removeConfig(found.id())) {
      case Outcome.Applied applied -> engine.createConfig(OBJECT, labels);
      case Outcome other -> other;
    };
  }

  /**
   * Ends the pause; one that is over counts as ended.
   *
   * @throws EngineException when the engine can't be read from
   */
  public Outcome clear() {
    return engine
        .config(OBJECT)
        .map(found -> engine.removeConfig(found.id()))
        .orElse(new Outcome.Applied(""));
  }

  private static PauseState stateOf(Engine.ConfigObject object, Instant now) {
    Map<String, String> labels = object.labels();
    String until = labels.getOrDefault(UNTIL, "");
    try {
      Instant end = Instant.parse(until);
      return end.isAfter(now)
          ? new PauseState.Paused(end, labels.getOrDefault(BY, ""), labels.getOrDefault(WHY, ""))
          : new PauseState.Running();
    } catch (DateTimeException malformed) {
      // Whoever made it wanted everything to stop, so it stops until somebody looks.
      return new PauseState.Unreadable(
          "config %s: label %s is '%s', expected an instant such as 2026-01-31T18:00:00Z"
              .formatted(OBJECT, UNTIL, until));
    }
  }

  private static boolean endedLongAgo(Engine.ConfigObject object, Instant now) {
    return Instant.parse(object.labels().getOrDefault(UNTIL, "")).plus(TIDY_AFTER).isBefore(now);
  }
}
