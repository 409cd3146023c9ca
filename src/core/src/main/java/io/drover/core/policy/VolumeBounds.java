package io.drover.core.policy;

import io.drover.core.model.Bytes;
import java.util.Map;
import java.util.Optional;

/**
 * What a LimitRange says of the size of a stack's volumes.
 *
 * @param sizes the bounds that there are
 */
public record VolumeBounds(Map<Bound, Bytes> sizes) {
  /** Nothing said. */
  public static final VolumeBounds NONE = new VolumeBounds(Map.of());

  /** Which bound. */
  public enum Bound {
    /** What a volume has that nobody gave a size. */
    DEFAULT,
    MIN,
    MAX
  }

  public VolumeBounds {
    sizes = Map.copyOf(sizes);
  }

  /** The size of a volume that nobody gave one. */
  public Optional<Bytes> usual() {
    return Optional.ofNullable(sizes.get(Bound.DEFAULT));
  }

  /** The least size. */
  public Optional<Bytes> min() {
    return Optional.ofNullable(sizes.get(Bound.MIN));
  }

  /** The largest size. */
  public Optional<Bytes> max() {
    return Optional.ofNullable(sizes.get(Bound.MAX));
  }

  /**
   * What a volume may hold: a Swarm volume declares no size, so that it has the usual one, and
   * never more than the largest.
   */
  public Optional<Bytes> allowed() {
    if (usual().isPresent() && max().isPresent()) {
      return usual().get().compareTo(max().get()) < 0 ? usual() : max();
    }
    return usual().or(this::max);
  }
}
