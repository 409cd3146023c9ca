package io.drover.core.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code drover.node} labels to a {@link NodePolicy}. */
final class NodeLabels {
  private NodeLabels() {}

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
