package io.drover.scaling.decide;

import java.time.Duration;

/**
 * The controller's own settings; defaults are those of the Kubernetes controller manager.
 *
 * @param toleranceUp relative deviation above the target that is ignored
 * @param toleranceDown relative deviation below the target that is ignored
 * @param cpuInitializationPeriod how long after its start a task's CPU is looked at with care
 * @param initialReadinessDelay within which a task that was never ready counts as still starting
 * @param downscaleStabilization window that a lower count must have been wanted for
 * @param scaleUpLimitFactor without behavior: most growth in one step, as a factor
 * @param scaleUpLimitMinimum without behavior: a step up to here is always allowed
 */
public record ScalingSettings(
    double toleranceUp,
    double toleranceDown,
    Duration cpuInitializationPeriod,
    Duration initialReadinessDelay,
    Duration downscaleStabilization,
    double scaleUpLimitFactor,
    double scaleUpLimitMinimum) {

  /** The defaults of kube-controller-manager. */
  public static final ScalingSettings KUBERNETES =
      new ScalingSettings(
          0.1, 0.1, Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMinutes(5), 2.0, 4.0);

  /** The same with another downscale stabilization. */
  ScalingSettings stabilizing(Duration window) {
    return new ScalingSettings(
        toleranceUp,
        toleranceDown,
        cpuInitializationPeriod,
        initialReadinessDelay,
        window,
        scaleUpLimitFactor,
        scaleUpLimitMinimum);
  }
}
