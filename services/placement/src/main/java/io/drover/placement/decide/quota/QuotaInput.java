package io.drover.placement.decide.quota;

import io.drover.core.policy.StackQuota;
import io.drover.core.quota.StackFacts;
import java.util.List;

/**
 * What is decided upon.
 *
 * @param facts what the stack has
 * @param quotas its quotas
 * @param volumes the volumes of its that were found
 * @param suspects services that took more than they were let have, the one that changed last first
 */
public record QuotaInput(
    StackFacts facts, List<StackQuota> quotas, List<VolumeSize> volumes, List<Suspect> suspects) {
  public QuotaInput {
    quotas = List.copyOf(quotas);
    volumes = List.copyOf(volumes);
    suspects = List.copyOf(suspects);
  }
}
