package io.drover.agent.record;

import io.drover.agent.model.Field;
import io.drover.agent.model.VolumeSize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The node's volumes and their sizes, as they were measured last. */
public final class Volumes {
  private static final Field EARLY = Field.unknown("not measured yet");

  private final Map<String, VolumeSize> sizes = new TreeMap<>();
  private boolean listed;
  private String failure = "the engine was not asked for its volumes yet";

  /**
   * Takes which volumes there are.
   *
   * @param stacks the stack of each, empty text for none, by the volume's name
   */
  public synchronized void listed(Map<String, String> stacks) {
    sizes.keySet().retainAll(stacks.keySet());
    stacks.forEach(
        (name, stack) ->
            sizes.merge(
                name,
                new VolumeSize(name, stack, EARLY, Instant.EPOCH),
                (known, fresh) -> new VolumeSize(name, stack, known.bytes(), known.measuredAt())));
    listed = true;
  }

  /**
   * Takes what was measured.
   *
   * @param bytes what is in each, by the volume's name
   */
  public synchronized void measured(Map<String, Field> bytes, Instant at) {
    bytes.forEach(
        (name, size) ->
            sizes.computeIfPresent(
                name, (key, known) -> new VolumeSize(name, known.stack(), size, at)));
  }

  /** Nothing was to be had; what was measured before stays, those that were not say why. */
  public synchronized void failed(String reason) {
    failure = reason;
    sizes.replaceAll(
        (name, known) ->
            known.bytes() instanceof Field.Known
                ? known
                : new VolumeSize(name, known.stack(), Field.unknown(reason), Instant.EPOCH));
  }

  /** All of them by name; absent while nobody knows which there are. */
  public synchronized Optional<List<VolumeSize>> all() {
    return listed ? Optional.of(List.copyOf(sizes.values())) : Optional.empty();
  }

  /** Why there is no list of them. */
  public synchronized String failure() {
    return failure;
  }
}
