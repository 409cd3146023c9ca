package io.drover.scaling.decide;

import io.drover.core.model.Reading;
import io.drover.core.policy.HorizontalSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * All that one pass of the horizontal autoscaler depends on.
 *
 * @param now the moment of the decision
 * @param spec what is wanted
 * @param settings the controller's settings
 * @param current replicas that the service's spec asks for
 * @param observed tasks that exist
 * @param wanted takes the place of the metrics' result, where given
 * @param tasks the tasks, those that wait, stop or have failed included
 * @param totals values of Object and External metrics by name, in thousandths; a failure to fetch
 *     any metric, resources included, is an unknown one
 * @param history what is remembered
 */
public record HorizontalInput(
    Instant now,
    HorizontalSpec spec,
    ScalingSettings settings,
    int current,
    int observed,
    Wanted wanted,
    List<TaskFacts> tasks,
    Map<String, Reading<List<Long>>> totals,
    ScalingHistory history) {

  /** Whether the metrics decide. */
  public sealed interface Wanted {
    /** They do. */
    record ByMetrics() implements Wanted {}

    /** This count is taken as their result. */
    record Fixed(int replicas) implements Wanted {}
  }

  public HorizontalInput {
    tasks = List.copyOf(tasks);
    totals = Map.copyOf(totals);
  }

  /** The same with this count in place of the metrics' result. */
  public HorizontalInput wanting(int replicas) {
    return new HorizontalInput(
        now, spec, settings, current, observed, new Wanted.Fixed(replicas), tasks, totals, history);
  }

  /**
   * The same with this count in place of the metrics' result, and no stabilization: whoever asks
   * for it has waited already.
   */
  HorizontalInput wantingNow(int replicas) {
    HorizontalSpec.Behavior behavior =
        spec.behavior() instanceof HorizontalSpec.Behavior.Rules(var up, var down)
            ? new HorizontalSpec.Behavior.Rules(up.at(Duration.ZERO), down.at(Duration.ZERO))
            : spec.behavior();
    return new HorizontalInput(
        now,
        new HorizontalSpec(spec.min(), spec.max(), spec.metrics(), behavior),
        settings.stabilizing(Duration.ZERO),
        current,
        observed,
        new Wanted.Fixed(replicas),
        tasks,
        totals,
        new ScalingHistory(List.of(), history.scaleUps(), history.scaleDowns()));
  }

  /** The same within bounds that the present count is in. */
  public HorizontalInput unbounded() {
    return new HorizontalInput(
        now,
        new HorizontalSpec(
            Math.min(spec.min(), current),
            Math.max(spec.max(), current),
            spec.metrics(),
            spec.behavior()),
        settings,
        current,
        observed,
        wanted,
        tasks,
        totals,
        history);
  }

  double toleranceUp() {
    return spec.behavior() instanceof HorizontalSpec.Behavior.Rules(var up, var down)
        ? up.tolerance()
        : settings.toleranceUp();
  }

  double toleranceDown() {
    return spec.behavior() instanceof HorizontalSpec.Behavior.Rules(var up, var down)
        ? down.tolerance()
        : settings.toleranceDown();
  }

  /** Whether a ratio of value to target is close enough to 1 to be left alone; bounds included. */
  boolean withinTolerance(double ratio) {
    return 1.0 - toleranceDown() <= ratio && ratio <= 1.0 + toleranceUp();
  }

  OptionalInt fixedWish() {
    return wanted instanceof Wanted.Fixed(int replicas)
        ? OptionalInt.of(replicas)
        : OptionalInt.empty();
  }
}
