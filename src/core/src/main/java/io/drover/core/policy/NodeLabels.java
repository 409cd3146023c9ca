package io.drover.core.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code drover.node} labels to a {@link NodePolicy}. */
public final class NodeLabels {
  private static final String PREFIX = "drover.node.";

  private NodeLabels() {}

  /** Those of a service's labels that tune its containers, by key, as they are written. */
  public static SortedMap<String, String> of(Map<String, String> labels) {
    SortedMap<String, String> tuning = new TreeMap<>();
    labels.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            tuning.put(key, value);
          }
        });
    return tuning;
  }

  /**
   * Reads such labels alone.
   *
   * @param service the service's full name, for messages
   * @throws IllegalArgumentException when one is wrong, or none is there; says which
   */
  public static NodePolicy parse(String service, Map<String, String> labels) {
    LabelReader reader = new LabelReader(service, of(labels));
    reader.noteUnknownKeys();
    Optional<NodePolicy> policy = read(reader);
    if (!reader.problems().isEmpty()) {
      throw new IllegalArgumentException(
          reader.problems().stream().map(PolicyProblem::message).collect(Collectors.joining("; ")));
    }
    return policy.orElseThrow(
        () -> new IllegalArgumentException("service " + service + ": no label drover.node.*"));
  }

  static Optional<NodePolicy> read(LabelReader labels) {
    List<NodePolicy.Setting> settings =
        Stream.of(
                Vocabulary.NODE_CPUSET,
                Vocabulary.NODE_NUMA,
                Vocabulary.NODE_MEMSWAP,
                Vocabulary.NODE_OOM_SCORE,
                Vocabulary.NODE_CPU_SHARES)
            .flatMap(label -> labels.value(label).stream())
            .toList();
    return settings.isEmpty() ? Optional.empty() : Optional.of(new NodePolicy(settings));
  }
}
