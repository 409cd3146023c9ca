package io.drover.agent.record;

import io.drover.agent.model.Container;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Containers that ended for want of memory. Their control groups, and the counts in them, are gone
 * by then; the engine tells of it in two events, in either order: one that memory ran out, and one
 * that the container died of a kill. Written by the watch, read by anybody.
 */
public final class OomKills {
  /** Remembered at most; more within the time that they are asked for in would be a storm. */
  private static final int MOST = 256;

  private static final String KILLED = "137";

  private final Map<String, Boolean> outOfMemory = bounded();
  private final Map<String, Killed> died = bounded();
  private final Deque<Killed> killed = new ArrayDeque<>();

  /** A container that ended for want of memory, and when it did. */
  public record Killed(Container container, Instant at) {}

  /**
   * A container as the event of its end describes it: its labels are among the attributes.
   *
   * @param at when that was
   */
  public static Container ended(String id, Map<String, String> attributes, Instant at) {
    return new Container(
        id,
        attributes.getOrDefault("name", ""),
        attributes.getOrDefault("image", ""),
        0,
        "",
        at,
        attributes);
  }

  private static <T> Map<String, T> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
        return size() > MOST;
      }
    };
  }

  /** Memory ran out in a container, which may go on nevertheless. */
  public synchronized void outOfMemory(String containerId) {
    outOfMemory.put(containerId, true);
    match(containerId);
  }

  /** A container ended, with this status. */
  public synchronized void died(Container container, String exitCode, Instant at) {
    if (exitCode.equals(KILLED)) {
      died.put(container.id(), new Killed(container, at));
      match(container.id());
    } else {
      outOfMemory.remove(container.id());
    }
  }

  private void match(String containerId) {
    if (outOfMemory.containsKey(containerId) && died.containsKey(containerId)) {
      outOfMemory.remove(containerId);
      killed.addLast(died.remove(containerId));
      if (killed.size() > MOST) {
        killed.removeFirst();
      }
    }
  }

  /** Those since a moment, oldest first. */
  public synchronized List<Killed> since(Instant moment) {
    return killed.stream().filter(one -> !one.at().isBefore(moment)).toList();
  }
}
