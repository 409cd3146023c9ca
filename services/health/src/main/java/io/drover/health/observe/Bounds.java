package io.drover.health.observe;

import io.drover.core.model.ServiceView;
import io.drover.core.policy.CarePolicy;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyParser;
import io.drover.core.policy.ScheduledBounds;
import io.drover.core.policy.ServicePolicy;
import io.drover.manifests.Described;
import io.drover.manifests.HorizontalManifest;
import io.drover.manifests.Policies;
import io.drover.manifests.TargetName.Found;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Between which counts services are scaled, and what they want when something is wrong. */
final class Bounds {
  private record Entry(long version, Parsed parsed) {}

  private Map<String, Entry> entries = Map.of();

  /**
   * What counts of a service's labels and manifests here.
   *
   * @param care what is done when something is wrong; the usual where its labels are wrong
   * @param observing whether it wants nothing to be done
   * @param min fewest tasks
   * @param max most tasks; 0 where it is not scaled
   */
  record Wish(CarePolicy care, boolean observing, int min, int max) {}

  private static final Wish NONE = new Wish(CarePolicy.USUAL, false, 0, 0);

  /** What services want, by id; those that want nothing are left out. */
  Map<String, Wish> read(List<ServiceView> services, Policies policies, Instant now) {
    Map<String, Wish> wishes = new HashMap<>();
    Map<String, Entry> next = new HashMap<>();
    for (ServiceView service : services) {
      Entry known = entries.get(service.id());
      Entry entry =
          known != null && known.version() == service.version()
              ? known
              : new Entry(service.version(), PolicyParser.parse(service));
      next.put(service.id(), entry);
      if (entry.parsed() instanceof Parsed.Governed governed) {
        wishes.put(service.id(), wish(governed.policy(), now));
      }
    }
    entries = next;
    for (Described one : policies.described()) {
      if (one instanceof HorizontalManifest scaler
          && scaler.target().among(services) instanceof Found.One(ServiceView service)) {
        bounds(scaler, now)
            .ifPresent(
                bounds ->
                    wishes.merge(
                        service.id(),
                        new Wish(CarePolicy.USUAL, false, bounds.min(), bounds.max()),
                        (labels, manifest) ->
                            new Wish(
                                labels.care(),
                                labels.observing(),
                                manifest.min(),
                                manifest.max())));
      }
    }
    return wishes;
  }

  private static Wish wish(ServicePolicy policy, Instant now) {
    boolean observing = policy.mode() == ServicePolicy.Mode.OBSERVE;
    return policy
        .scale()
        .map(scale -> ScheduledBounds.at(now, scale.min(), scale.max(), policy.schedules()))
        .map(bounds -> new Wish(policy.care(), observing, bounds.min(), bounds.max()))
        .orElseGet(() -> new Wish(policy.care(), observing, NONE.min(), NONE.max()));
  }

  /** One that holds in its windows only has no bounds outside of them. */
  private static Optional<ScheduledBounds> bounds(HorizontalManifest scaler, Instant now) {
    ScheduledBounds bounds =
        ScheduledBounds.at(now, scaler.spec().min(), scaler.spec().max(), scaler.windows());
    return scaler.isScheduled() && bounds.open().isEmpty() ? Optional.empty() : Optional.of(bounds);
  }

  /** What a service wants that says nothing. */
  static Wish none() {
    return NONE;
  }
}
