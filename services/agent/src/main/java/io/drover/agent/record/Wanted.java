package io.drover.agent.record;

import io.drover.agent.model.metrics.Target;
import io.drover.runtime.time.Moment;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which metrics of which services the control services want. They say so again and again; what
 * nobody has asked for lately is forgotten. Several may ask, so that names are joined.
 */
public final class Wanted {
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(2);

  /** Far more services than one node has; a request with more is refused. */
  public static final int MOST_TARGETS = 1000;

  private final Map<Place, Map<String, Moment>> names = new LinkedHashMap<>();

  private record Place(String serviceId, int port, String path) {}

  /**
   * Takes what is wanted now.
   *
   * @return whether something is new
   */
  public synchronized boolean want(List<Target> targets, Moment now) {
    boolean news = false;
    for (Target target : targets) {
      Map<String, Moment> own =
          names.computeIfAbsent(
              new Place(target.serviceId(), target.port(), target.path()),
              place -> new LinkedHashMap<>());
      for (String name : target.names()) {
        news |= own.put(name, now) == null;
      }
    }
    return news;
  }

  /** All that is wanted at a moment. */
  public synchronized List<Target> at(Moment now) {
    names.values().forEach(own -> own.values().removeIf(asked -> isOld(asked, now)));
    names.values().removeIf(Map::isEmpty);
    return names.entrySet().stream()
        .map(
            one ->
                new Target(
                    one.getKey().serviceId(),
                    one.getKey().port(),
                    one.getKey().path(),
                    one.getValue().keySet()))
        .toList();
  }

  private static boolean isOld(Moment asked, Moment now) {
    return now.since(asked).compareTo(FORGOTTEN_AFTER) > 0;
  }
}
