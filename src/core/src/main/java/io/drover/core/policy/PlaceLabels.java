package io.drover.core.policy;

import io.drover.core.model.Bandwidth;
import java.util.Optional;

/** {@code drover.place} labels to a {@link PlacePolicy}. */
final class PlaceLabels {
  private static final String PREFIX = "drover.place.";

  private PlaceLabels() {}

  static Optional<PlacePolicy> read(LabelReader labels) {
    if (labels.firstUnder(PREFIX).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PlacePolicy(
            labels.value(Vocabulary.PLACE_IOPS).orElse(0),
            labels.value(Vocabulary.PLACE_BANDWIDTH).orElse(new Bandwidth(0)),
            labels.value(Vocabulary.PLACE_REBALANCE).orElse(PlacePolicy.Rebalance.OFF)));
  }
}
