package io.drover.health.record;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Hands events on to whoever listens. A listener that takes them more slowly than they come loses
 * its connection, and none of the others notices.
 */
public final class EventHub {
  /** Events that a listener may lag behind. */
  public static final int MOST_WAITING = 256;

  /** Listeners at a time. */
  public static final int MOST_LISTENERS = 64;

  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  /** Tells all that listen. */
  public void tell(String event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  /**
   * Adds a listener; it must not block.
   *
   * @return whether there was room for it
   */
  public synchronized boolean add(Consumer<String> listener) {
    return listeners.size() < MOST_LISTENERS && listeners.add(listener);
  }

  /** Takes a listener away. */
  public void remove(Consumer<String> listener) {
    listeners.remove(listener);
  }

  /** How many listen. */
  public int size() {
    return listeners.size();
  }
}
