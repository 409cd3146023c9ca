package io.drover.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Notes what a feed tells. */
final class Heard implements Engine.EventListener {
  final List<Engine.Event> events = new CopyOnWriteArrayList<>();
  final AtomicInteger resyncs = new AtomicInteger();

  @Override
  public void onEvent(Engine.Event event) {
    events.add(event);
  }

  @Override
  public void onResync() {
    resyncs.incrementAndGet();
  }

  long of(String type, String action) {
    return events.stream()
        .filter(event -> event.type().equals(type) && event.action().equals(action))
        .count();
  }
}
