package io.drover.backup.act;

import io.drover.core.decision.Outcome;
import io.drover.engine.Engine;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The intents under way, each a Swarm config object {@code drover.stopped.<id>} whose labels say
 * which services have to come back: the Swarm that stopped them remembers it, whichever node the
 * next holder of the lease is on, and whether or not this process and its disk are still there.
 */
public final class Intents {
  private static final String PREFIX = "drover.stopped.";
  private static final String ID = PREFIX + "id";
  private static final String SUBJECT = PREFIX + "subject";
  private static final String SINCE = PREFIX + "since";
  private static final String INSTANCE = PREFIX + "instance";
  private static final String SERVICE = PREFIX + "service.";

  private final Engine engine;

  /** Intents kept in this Swarm. */
  public Intents(Engine engine) {
    this.engine = engine;
  }

  /** What was read. */
  public sealed interface Stored {
    /** An intent. */
    record Known(Intent intent, Engine.ConfigObject object) implements Stored {}

    /**
     * Something that can't be read: somebody has to look, and the services that it was about.
     *
     * @param why what is wrong
     */
    record Unreadable(String name, String why) implements Stored {}
  }

  /**
   * All that are under way, oldest first.
   *
   * @throws io.drover.engine.EngineException when the engine can't be read from
   */
  public List<Stored> read() {
    List<Stored> all = new ArrayList<>();
    engine.configsLabelled(ID).stream()
        .sorted(Comparator.comparing(object -> object.labels().getOrDefault(SINCE, "")))
        .forEach(object -> all.add(stored(object)));
    return all;
  }

  /**
   * The one of this run, if there is one.
   *
   * @throws io.drover.engine.EngineException when the engine can't be read from
   */
  public Optional<Stored> of(String id) {
    return engine.config(PREFIX + id).map(Intents::stored);
  }

  /** Writes one down; what it is about may be done once this is applied. */
  public Outcome begin(Intent intent) {
    return engine.createConfig(PREFIX + intent.id(), labels(intent));
  }

  /** Writes one down anew; {@link Outcome.Conflict} when somebody else wrote meanwhile. */
  public Outcome write(Stored.Known from, Intent next) {
    return engine.updateConfigLabels(from.object(), labels(next));
  }

  /** Takes one away that is over; one that is gone already is over. */
  public Outcome end(String id) {
    return engine
        .config(PREFIX + id)
        .map(object -> engine.removeConfig(object.id()))
        .orElse(new Outcome.Applied("was gone already"));
  }

  private static Stored stored(Engine.ConfigObject object) {
    try {
      return new Stored.Known(intent(object.labels()), object);
    } catch (DateTimeException | IllegalArgumentException malformed) {
      return new Stored.Unreadable(
          object.name(),
          "config object %s can't be read: %s".formatted(object.name(), malformed.getMessage()));
    }
  }

  private static Intent intent(Map<String, String> labels) {
    // Labels have no order of their own; the number before the count keeps it.
    List<Map.Entry<Integer, Stopped>> stopped = new ArrayList<>();
    labels.forEach(
        (key, value) -> {
          if (key.startsWith(SERVICE)) {
            String[] parts = value.split(" ", 3);
            if (parts.length != 3) {
              throw new IllegalArgumentException("%s is '%s'".formatted(key, value));
            }
            stopped.add(
                Map.entry(
                    Integer.valueOf(parts[0]),
                    new Stopped(
                        key.substring(SERVICE.length()), parts[2], Integer.parseInt(parts[1]))));
          }
        });
    return new Intent(
        labels.getOrDefault(ID, ""),
        labels.getOrDefault(SUBJECT, ""),
        Instant.parse(labels.getOrDefault(SINCE, "")),
        labels.getOrDefault(INSTANCE, ""),
        stopped.stream().sorted(Map.Entry.comparingByKey()).map(Map.Entry::getValue).toList());
  }

  private static Map<String, String> labels(Intent intent) {
    Map<String, String> labels = new HashMap<>();
    labels.put(ID, intent.id());
    labels.put(SUBJECT, intent.subject());
    labels.put(SINCE, intent.since().toString());
    labels.put(INSTANCE, intent.instance());
    int place = 0;
    for (Stopped service : intent.stopped()) {
      labels.put(
          SERVICE + service.serviceId(),
          "%d %d %s".formatted(place++, service.replicas(), service.service()));
    }
    return labels;
  }
}
