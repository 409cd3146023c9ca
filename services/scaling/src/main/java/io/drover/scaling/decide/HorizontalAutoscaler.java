package io.drover.scaling.decide;

import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.HorizontalSpec.Behavior;
import io.drover.core.policy.HorizontalSpec.Direction;
import io.drover.core.policy.HorizontalSpec.Metric;
import io.drover.core.policy.HorizontalSpec.Policy;
import io.drover.scaling.decide.HorizontalResult.Condition;
import io.drover.scaling.decide.HorizontalResult.Recommendation;
import io.drover.scaling.decide.ScalingHistory.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One pass of the Kubernetes HPA v2 controller, as a pure function. The order of the steps and the
 * names of the reasons follow section 2 of {@code hpa-algorithm.md}.
 */
public final class HorizontalAutoscaler {
  private static final String ABLE = "AbleToScale";
  private static final String ACTIVE = "ScalingActive";
  private static final String LIMITED = "ScalingLimited";
  private static final Condition GOT_SCALE =
      new Condition(ABLE, true, "SucceededGetScale", "the service's replica count is known");

  private HorizontalAutoscaler() {}

  /** Decides on facts alone; the same input always gives the same result. */
  public static HorizontalResult evaluate(HorizontalInput in) {
    int current = in.current();
    HorizontalSpec spec = in.spec();
    if (current == 0 && spec.min() != 0) {
      return new HorizontalResult(
          0,
          false,
          List.of(
              GOT_SCALE,
              new Condition(ACTIVE, false, "ScalingDisabled", "the service was set to 0 replicas")),
          List.of(),
          "set to 0 replicas by hand: autoscaling pauses until there is at least 1",
          in.history(),
          new Recommendation.Known(0));
    }
    if (current > spec.max()) {
      return outOfBounds(in, spec.max(), "above the maximum of " + spec.max());
    }
    if (current < spec.min()) {
      return outOfBounds(in, spec.min(), "below the minimum of " + spec.min());
    }
    if (in.fixedWish().isPresent()) {
      int wish = in.fixedWish().getAsInt();
      return settle(in, wish, List.of(), Working.tasks(wish) + " wanted");
    }
    return byMetrics(in);
  }

  private static HorizontalResult outOfBounds(HorizontalInput in, int bound, String where) {
    return new HorizontalResult(
        bound,
        true,
        List.of(rescaled(bound)),
        List.of(),
        "%s is %s: %s at once".formatted(Working.tasks(in.current()), where, Working.tasks(bound)),
        withStep(in, in.history(), bound),
        new Recommendation.Known(bound));
  }

  private static HorizontalResult byMetrics(HorizontalInput in) {
    List<MetricResult> results = in.spec().metrics().stream().map(m -> evaluate(in, m)).toList();
    int combined = 0;
    String winner = "";
    List<MetricResult.Failure> failures = new ArrayList<>();
    for (MetricResult result : results) {
      switch (result) {
        case MetricResult.Failure failure -> failures.add(failure);
        case MetricResult.Proposal proposal -> {
          if (combined == 0 || proposal.replicas() > combined) {
            combined = proposal.replicas();
            winner = proposal.working();
          }
        }
      }
    }
    if (failures.size() == results.size() || (!failures.isEmpty() && combined < in.current())) {
      return failed(in, results, failures, combined);
    }
    String partly = failures.isEmpty() ? "" : " (although " + describe(failures.getFirst()) + ")";
    return settle(in, combined, results, winner + partly);
  }

  private static MetricResult evaluate(HorizontalInput in, Metric metric) {
    return switch (metric.source()) {
      case RESOURCE, CONTAINER_RESOURCE, PODS ->
          switch (metric.target()) {
            case HorizontalSpec.Target.None none ->
                new MetricResult.Failure(metric, "neither utilization nor average value is set");
            case HorizontalSpec.Target.Value value ->
                new MetricResult.Failure(metric, "a total value is no target for a value per task");
            case HorizontalSpec.Target.Utilization utilization ->
                PerTaskMetric.evaluate(in, metric);
            case HorizontalSpec.Target.AverageValue average -> PerTaskMetric.evaluate(in, metric);
          };
      case OBJECT, EXTERNAL -> TotalMetric.evaluate(in, metric);
      case INVALID -> new MetricResult.Failure(metric, "autoscaling/v2 has no such metric type");
    };
  }

  private static HorizontalResult failed(
      HorizontalInput in,
      List<MetricResult> results,
      List<MetricResult.Failure> failures,
      int combined) {
    MetricResult.Failure first = failures.getFirst();
    boolean all = failures.size() == results.size();
    String why =
        all
            ? describe(first) + ": nothing is changed on missing data"
            : "%s; the other metrics alone, which ask for %s, are not believed"
                .formatted(describe(first), Working.tasks(combined));
    return new HorizontalResult(
        in.current(),
        false,
        List.of(
            GOT_SCALE,
            new Condition(ACTIVE, false, first.metric().source().failureReason(), first.why())),
        results,
        why,
        in.history(),
        new Recommendation.Unknown(describe(first)));
  }

  private static String describe(MetricResult.Failure failure) {
    return "%s can't be measured: %s".formatted(failure.metric().name(), failure.why());
  }

  private static HorizontalResult settle(
      HorizontalInput in, int desired, List<MetricResult> results, String why) {
    Stabilization stable = Stabilization.of(in, desired);
    RateLimit limit = RateLimit.of(in, stable.replicas());
    boolean scaled = limit.replicas() != in.current();
    ScalingHistory logged =
        new ScalingHistory(stable.log(), in.history().scaleUps(), in.history().scaleDowns());
    List<Condition> conditions =
        List.of(
            scaled
                ? rescaled(limit.replicas())
                : new Condition(ABLE, true, stable.reason(), stabilizedText(stable, desired)),
            new Condition(ACTIVE, true, "ValidMetricFound", why),
            new Condition(LIMITED, limit.limited(), limit.reason(), limitedText(limit, stable)));
    return new HorizontalResult(
        limit.replicas(),
        scaled,
        conditions,
        results,
        Explanation.of(in, desired, stable, limit, why),
        scaled ? withStep(in, logged, limit.replicas()) : logged,
        new Recommendation.Known(desired));
  }

  private static Condition rescaled(int replicas) {
    return new Condition(ABLE, true, "SucceededRescale", "to be set to " + Working.tasks(replicas));
  }

  private static String stabilizedText(Stabilization stable, int desired) {
    return stable.replicas() == desired
        ? "nothing in the stabilization windows speaks against " + Working.tasks(desired)
        : "recent recommendations hold it at " + Working.tasks(stable.replicas());
  }

  private static String limitedText(RateLimit limit, Stabilization stable) {
    return limit.limited()
        ? "%s instead of %d".formatted(Working.tasks(limit.replicas()), stable.replicas())
        : "the wanted count is within the acceptable range";
  }

  /** Section 7.4: steps are remembered only where behavior asks for rates. */
  private static ScalingHistory withStep(HorizontalInput in, ScalingHistory history, int replicas) {
    if (!(in.spec().behavior() instanceof Behavior.Rules(Direction up, Direction down))) {
      return history;
    }
    int change = replicas - in.current();
    return change > 0
        ? new ScalingHistory(
            history.recommendations(),
            Slots.put(history.scaleUps(), new Step(change, in.now()), outdated(in, up)),
            history.scaleDowns())
        : new ScalingHistory(
            history.recommendations(),
            history.scaleUps(),
            Slots.put(history.scaleDowns(), new Step(-change, in.now()), outdated(in, down)));
  }

  private static Predicate<Step> outdated(HorizontalInput in, Direction direction) {
    Duration longest =
        direction.policies().stream()
            .map(Policy::period)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    Instant start = in.now().minus(longest);
    return step -> step.at().isBefore(start);
  }
}
