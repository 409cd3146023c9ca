package io.drover.core.policy;

import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import java.time.Instant;
import java.util.Map;

/** Services with labels, and nothing else that a parser could look at. */
final class Services {
  static final ServiceView.Mode REPLICATED = new ServiceView.Mode.Replicated(2);

  private Services() {}

  static ServiceView with(Map<String, String> labels) {
    return with(REPLICATED, labels, Map.of());
  }

  static ServiceView with(
      ServiceView.Mode mode, Map<String, String> labels, Map<String, String> containerLabels) {
    return new ServiceView(
        "id",
        "medianest_app",
        7,
        mode,
        labels,
        containerLabels,
        Resources.NONE,
        Resources.NONE,
        Rollout.NONE,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
