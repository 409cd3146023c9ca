package io.drover.scaling.decide.shadow;

import io.drover.core.model.ServiceView;
import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.ServicePolicy;
import io.drover.manifests.Described;
import io.drover.manifests.HorizontalManifest;
import io.drover.scaling.decide.ReplicaRules;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A service's labels and manifests as they are now, its schedules at any other time.
 *
 * @param service as observed
 * @param labels what its labels say
 * @param manifests those for this service
 */
public record ServiceRules(ServiceView service, Parsed labels, List<Described> manifests)
    implements RulesOverTime {
  public ServiceRules {
    manifests = List.copyOf(manifests);
  }

  @Override
  public Optional<HorizontalSpec> at(Instant moment) {
    return ReplicaRules.of(service, labels, manifests, moment) instanceof ReplicaRules.Hold hold
        ? Optional.of(hold.spec())
        : Optional.empty();
  }

  /** Windows open and close at full minutes. */
  @Override
  public Instant unchangedUntil(Instant moment) {
    return isScheduled()
        ? moment.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES)
        : Instant.MAX;
  }

  private boolean isScheduled() {
    boolean byLabels =
        labels instanceof Parsed.Governed(ServicePolicy policy, var warnings)
            && !policy.schedules().isEmpty();
    return byLabels
        || manifests.stream()
            .anyMatch(one -> one instanceof HorizontalManifest scaler && scaler.isScheduled());
  }
}
