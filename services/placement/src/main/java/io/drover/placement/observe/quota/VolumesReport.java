package io.drover.placement.observe.quota;

import io.drover.core.model.Bytes;
import io.drover.core.model.Quantity;
import io.drover.core.model.Reading;
import io.drover.core.policy.QuotaResource;
import io.drover.placement.decide.quota.VolumeSize;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What all agents say of their nodes' volumes.
 *
 * @param at when they were asked
 * @param volumes in no order; one of a name on each node that has it
 * @param failures one line for each agent that did not answer
 */
public record VolumesReport(Instant at, List<VolumeSize> volumes, List<String> failures) {
  public VolumesReport {
    volumes = List.copyOf(volumes);
    failures = List.copyOf(failures);
  }

  /** Nobody was asked. */
  public static VolumesReport none(Instant at) {
    return new VolumesReport(at, List.of(), List.of("no agent was asked"));
  }

  /** The volumes of a stack: made for it, or mounted by its services. */
  public List<VolumeSize> of(String stack, Set<String> mounted) {
    return volumes.stream()
        .filter(one -> one.stack().equals(stack) || mounted.contains(one.name()))
        .toList();
  }

  /** What is in all of them; unknown as soon as one of them is, or an agent did not answer. */
  public Reading<Quantity> total(List<VolumeSize> some) {
    if (!failures.isEmpty()) {
      return Reading.unknown(failures.getFirst());
    }
    BigDecimal total = BigDecimal.ZERO;
    for (VolumeSize volume : some) {
      switch (volume.size()) {
        case Reading.Known<Bytes>(Bytes bytes, var measured) ->
            total = total.add(BigDecimal.valueOf(bytes.value()));
        case Reading.Unknown<Bytes>(String reason) -> {
          return Reading.unknown("volume " + volume.name() + ": " + reason);
        }
      }
    }
    return Reading.known(QuotaResource.STORAGE.amount(total), at);
  }
}
