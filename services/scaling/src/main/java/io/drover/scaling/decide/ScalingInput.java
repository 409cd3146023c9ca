package io.drover.scaling.decide;

import io.drover.core.model.ServiceView;
import io.drover.core.policy.FallbackPolicy;
import io.drover.core.policy.ScheduledBounds;

/**
 * What one decision about one service depends on.
 *
 * @param service the service as observed
 * @param horizontal facts and policy of the horizontal autoscaler
 * @param ownership the count that Drover gave it
 * @param bounds what the schedules make of the policy's bounds now; the horizontal spec has them
 * @param asked what somebody asks for beside the policy
 * @param fallback what the service gets when the metrics stay unknown
 * @param failed rounds in a row until now in which they were
 */
public record ScalingInput(
    ServiceView service,
    HorizontalInput horizontal,
    Ownership ownership,
    ScheduledBounds bounds,
    Asked asked,
    FallbackPolicy fallback,
    int failed) {

  /** One that nobody asks anything of, without a fallback. */
  public ScalingInput(
      ServiceView service,
      HorizontalInput horizontal,
      Ownership ownership,
      ScheduledBounds bounds) {
    this(service, horizontal, ownership, bounds, Asked.NOTHING, FallbackPolicy.NONE, 0);
  }

  /** The same with something asked for. */
  public ScalingInput asked(Asked what) {
    return new ScalingInput(service, horizontal, ownership, bounds, what, fallback, failed);
  }

  /** The same with a fallback after so many rounds that failed. */
  public ScalingInput failing(FallbackPolicy policy, int rounds) {
    return new ScalingInput(service, horizontal, ownership, bounds, asked, policy, rounds);
  }
}
