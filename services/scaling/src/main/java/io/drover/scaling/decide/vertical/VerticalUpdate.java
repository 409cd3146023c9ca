package io.drover.scaling.decide.vertical;

import io.drover.core.policy.ResizePolicy.Values;
import io.drover.core.policy.ResourceKind;
import io.drover.scaling.decide.vertical.VerticalResult.Change;
import io.drover.scaling.decide.vertical.VerticalResult.Estimate;
import java.math.BigInteger;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Whether an estimate is worth a change, and what the change is: the thresholds of the VPA's
 * updater, section 5 of {@code vpa-algorithm.md}.
 *
 * @param change the change
 * @param why why it is made, or not
 */
record VerticalUpdate(Change change, String why) {
  private static final double LEAST_CHANGE = 0.1;
  private static final Duration AGE = Duration.ofHours(12);

  /**
   * What tasks have now.
   *
   * @param age how long the oldest one has been running
   * @param quickOom whether one was killed for want of memory within 10 minutes of its start
   * @param idle whether none is running
   */
  record Present(
      Amounts reservations, Amounts limits, Duration age, boolean quickOom, boolean idle) {}

  static VerticalUpdate of(VerticalPolicy policy, Present present, Estimate.Known estimate) {
    return switch (policy.mode()) {
      case OFF, RECOMMEND -> new VerticalUpdate(new Change.Leave(), "the mode only recommends");
      case INITIAL ->
          present.idle()
              ? new VerticalUpdate(
                  apply(policy, present, estimate), "no task runs, so nothing is restarted for it")
              : new VerticalUpdate(
                  new Change.Leave(), "the mode is initial: applied when tasks are made anew");
      case AUTO, IN_PLACE -> automatic(policy, present, estimate);
    };
  }

  private static VerticalUpdate automatic(
      VerticalPolicy policy, Present present, Estimate.Known estimate) {
    boolean outside = false;
    double difference = 0;
    for (ResourceKind resource : estimate.target().byResource().keySet()) {
      long request = present.reservations().of(resource).orElse(0);
      long target = estimate.target().of(resource).orElse(0);
      outside |=
          present.reservations().of(resource).isEmpty()
              || request < estimate.lower().of(resource).orElse(0)
              || request > estimate.upper().of(resource).orElse(Amounts.MOST);
      difference += Math.abs(request - target) / (double) Math.max(request, 1);
    }
    String changed = "the reservations are %.0f%% off the target".formatted(difference * 100);
    if (outside) {
      return new VerticalUpdate(
          apply(policy, present, estimate), "a reservation is outside of its bounds");
    }
    if (present.quickOom() && difference > 0) {
      return new VerticalUpdate(
          apply(policy, present, estimate),
          "a task was killed for want of memory soon after its start");
    }
    if (difference >= LEAST_CHANGE && present.age().compareTo(AGE) >= 0) {
      return new VerticalUpdate(apply(policy, present, estimate), changed);
    }
    return new VerticalUpdate(
        new Change.Leave(),
        difference < LEAST_CHANGE
            ? changed + ", less than the 10% that a change is worth"
            : changed + " and within bounds: left alone until the tasks are known for 12 h");
  }

  private static Change.Apply apply(
      VerticalPolicy policy, Present present, Estimate.Known estimate) {
    boolean limitsFollow = policy.values() == Values.REQUESTS_AND_LIMITS;
    Map<ResourceKind, Long> reservations = new EnumMap<>(ResourceKind.class);
    Map<ResourceKind, Long> limits = new EnumMap<>(ResourceKind.class);
    estimate
        .target()
        .byResource()
        .forEach(
            (resource, target) -> {
              long limit = present.limits().of(resource).orElse(0);
              if (limit == 0) {
                reservations.put(resource, target);
              } else if (limitsFollow) {
                reservations.put(resource, target);
                limits.put(
                    resource,
                    inProportion(target, limit, present.reservations().of(resource).orElse(0)));
              } else {
                // A reservation above the limit would be refused.
                reservations.put(resource, Math.min(target, limit));
                limits.put(resource, limit);
              }
            });
    return new Change.Apply(new Amounts(reservations), new Amounts(limits));
  }

  /** The limit that is to the target as the old limit is to the old reservation. */
  private static long inProportion(long target, long limit, long request) {
    if (request == 0) {
      return target;
    }
    return BigInteger.valueOf(target)
        .multiply(BigInteger.valueOf(limit))
        .divide(BigInteger.valueOf(request))
        .min(BigInteger.valueOf(Amounts.MOST))
        .longValue();
  }
}
