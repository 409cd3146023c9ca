package io.drover.agent.record;

import io.drover.agent.model.Container;
import io.drover.agent.model.Controls;
import io.drover.agent.model.Sample;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The last minute of every running container. Written by the sampler, read by anybody. */
public final class Samples {
  /** One minute at one a second, both ends included. */
  public static final int KEPT = 61;

  private final Map<String, Series> series = new ConcurrentHashMap<>();

  private record Series(
      Container container, Deque<Sample> samples, AtomicReference<Controls> controls) {
    Series(Container container) {
      this(container, new ArrayDeque<>(KEPT), new AtomicReference<>(Controls.UNREAD));
    }
  }

  /**
   * A container and what was measured of it.
   *
   * @param samples by time, the newest last; at least one
   * @param controls what its control group held some seconds ago
   */
  public record Measured(Container container, List<Sample> samples, Controls controls) {}

  /** Adds a sample; one of a container that was started anew begins a new series. */
  public void add(Container container, Sample sample) {
    Series current =
        series.compute(
            container.id(),
            (id, before) ->
                before == null || !before.container().equals(container)
                    ? new Series(container)
                    : before);
    synchronized (current.samples()) {
      Sample before = current.samples().peekLast();
      if (current.samples().size() == KEPT) {
        current.samples().removeFirst();
      }
      current.samples().addLast(before == null ? sample : sample.sharing(before));
    }
  }

  /** Takes what the control group of a container that was sampled holds now. */
  public void controls(Container container, Controls controls) {
    Series known = series.get(container.id());
    if (known != null && known.container().equals(container)) {
      known.controls().set(controls);
    }
  }

  /** Forgets containers that run no more. */
  public void keepOnly(Set<String> containerIds) {
    series.keySet().retainAll(containerIds);
  }

  /** The container of this id, if it was sampled lately. */
  public Optional<Measured> of(String containerId) {
    return Optional.ofNullable(series.get(containerId)).map(Samples::copy);
  }

  /** The containers that were sampled. */
  public List<Container> containers() {
    return series.values().stream().map(Series::container).toList();
  }

  /** Everything, by container name. */
  public List<Measured> all() {
    return series.values().stream()
        .map(Samples::copy)
        .filter(measured -> !measured.samples().isEmpty())
        .sorted((a, b) -> a.container().name().compareTo(b.container().name()))
        .toList();
  }

  private static Measured copy(Series series) {
    synchronized (series.samples()) {
      return new Measured(
          series.container(), List.copyOf(series.samples()), series.controls().get());
    }
  }
}
