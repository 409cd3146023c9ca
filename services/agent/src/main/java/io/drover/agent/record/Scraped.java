package io.drover.agent.record;

import io.drover.agent.model.Container;
import io.drover.agent.model.metrics.MetricValue;
import io.drover.agent.model.metrics.Series;
import io.drover.agent.model.metrics.Target;
import io.drover.agent.model.metrics.Track;
import io.drover.runtime.time.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What tasks told of their metrics in the last minute. Written by the scraper, read by anybody. */
public final class Scraped {
  /** As long as this a value stands in for those that could not be had; two pages may get lost. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Map<Page, State> pages = new ConcurrentHashMap<>();

  /** A page of one task; one of a container that was started anew is another. */
  public record Page(Container container, int port, String path) {
    /** The page of a task that is meant by a target. */
    public static Page of(Container container, Target target) {
      return new Page(container, target.port(), target.path());
    }
  }

  /** The tracks by name, and what went wrong last; empty text when nothing did. */
  private record State(Map<String, Track> tracks, String failure) {}

  /** A page was had: names that are not on it are forgotten. */
  public void read(Page page, Moment at, Map<String, Series> found) {
    pages.compute(
        page,
        (key, before) -> {
          Map<String, Track> tracks = new HashMap<>();
          found.forEach(
              (name, series) -> {
                Track track = before == null ? null : before.tracks().get(name);
                tracks.put(name, track == null ? Track.begin(at, series) : track.next(at, series));
              });
          return new State(tracks, "");
        });
  }

  /** A page was not to be had. */
  public void failed(Page page, String reason) {
    pages.compute(
        page, (key, before) -> new State(before == null ? Map.of() : before.tracks(), reason));
  }

  /** Forgets what is wanted no more, or runs no more. */
  public void keepOnly(Set<Page> kept) {
    pages.keySet().retainAll(kept);
  }

  /** What a metric comes to at this moment. */
  public MetricValue value(Page page, String name, Duration window, Moment now) {
    State state = pages.get(page);
    if (state == null) {
      return new MetricValue.Unknown("its metrics were not asked for yet");
    }
    Track track = state.tracks().get(name);
    boolean failing = !state.failure().isEmpty();
    if (failing && (track == null || isOld(track, now))) {
      return new MetricValue.Unknown(state.failure());
    }
    return track == null
        ? new MetricValue.Unknown("there is no series %s on its page".formatted(name))
        : track.over(window);
  }

  private static boolean isOld(Track track, Moment now) {
    return now.since(track.points().getLast().at()).compareTo(PATIENCE) > 0;
  }
}
