package io.drover.core.policy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one service asks for: validated, defaults filled in, nothing left to parse.
 *
 * @param service the service's full name
 * @param mode whether to act or only to say what would be done
 * @param concerns what is asked for; at most one of each kind, schedules excepted
 */
public record ServicePolicy(String service, Mode mode, List<Concern> concerns) {

  /** Whether Drover may act on the service. */
  public enum Mode {
    /** Decide, act and record. */
    ENFORCE,
    /** Decide and record. */
    OBSERVE
  }

  public ServicePolicy {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(mode, "mode");
    concerns = List.copyOf(concerns);
  }

  /** Horizontal scaling, if asked for. */
  public Optional<ScalePolicy> scale() {
    return the(ScalePolicy.class);
  }

  /** What it gets when its metrics stay unknown. */
  public FallbackPolicy fallback() {
    return the(FallbackPolicy.class).orElse(FallbackPolicy.NONE);
  }

  /** Where its tasks tell their own metrics, if they do. */
  public Optional<MetricsPolicy> metrics() {
    return the(MetricsPolicy.class);
  }

  /** Scheduled scaling, in the order of the schedules' names. */
  public List<SchedulePolicy> schedules() {
    return all(SchedulePolicy.class);
  }

  /** Vertical scaling, if asked for. */
  public Optional<ResizePolicy> resize() {
    return the(ResizePolicy.class);
  }

  /** What its tasks are documented to have, if that is said. */
  public Optional<LimitsPolicy> limits() {
    return the(LimitsPolicy.class);
  }

  /** The tier that it is counted in, if that is said. */
  public Optional<TierPolicy> tier() {
    return the(TierPolicy.class);
  }

  /** What placing has to heed, if anything. */
  public Optional<PlacePolicy> place() {
    return the(PlacePolicy.class);
  }

  /** What comes of a change that breaks the stack's quota, if that was said. */
  public Optional<QuotaPolicy> quota() {
    return the(QuotaPolicy.class);
  }

  /** Tuning of the containers on their node, if asked for. */
  public Optional<NodePolicy> node() {
    return the(NodePolicy.class);
  }

  /** Membership in a load balancer's backend, if asked for. */
  public Optional<RoutePolicy> route() {
    return the(RoutePolicy.class);
  }

  /** What happens when something is wrong with it. */
  public CarePolicy care() {
    return the(CarePolicy.class).orElse(CarePolicy.USUAL);
  }

  /** Backup, if asked for. */
  public Optional<BackupPolicy> backup() {
    return the(BackupPolicy.class);
  }

  /** Moving of a DNS record when the site dies, if asked for. */
  public Optional<FailoverPolicy> failover() {
    return the(FailoverPolicy.class);
  }

  private <T extends Concern> List<T> all(Class<T> kind) {
    return concerns.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private <T extends Concern> Optional<T> the(Class<T> kind) {
    return all(kind).stream().findFirst();
  }
}
