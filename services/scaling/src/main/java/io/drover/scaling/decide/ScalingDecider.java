package io.drover.scaling.decide;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.FallbackPolicy;
import io.drover.core.policy.HorizontalSpec;
import io.drover.scaling.decide.HorizontalResult.Condition;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides the replica count of one service. Beside the autoscaler proper it knows one more rule:
 * {@code docker stack deploy} sets the count back to the stack file's, and waiting for the metrics
 * to ask for it again would leave the service short under load. So a count that somebody else made
 * smaller than what Drover had set goes back at once, within the bounds; from there the metrics
 * decide as ever. Zero stays zero: that is how an operator stops a service.
 */
public final class ScalingDecider {
  /** The code of the reason that names an open window. */
  public static final String SCHEDULE_OPEN = "ScheduleOpen";

  /** The code of the reason that names an operator's own count. */
  public static final String OVERRIDE = "Override";

  /** The code of the reason that names who asked for one task more or less. */
  public static final String STEP = "StepAsked";

  /** The code of the reason why there are more tasks although nothing could be measured. */
  public static final String FALLBACK = "Fallback";

  private ScalingDecider() {}

  /** Decides; the same input always gives the same verdict. */
  public static ScalingVerdict decide(ScalingInput in) {
    HorizontalInput horizontal = in.horizontal();
    int current = horizontal.current();
    if (in.asked() instanceof Asked.Replicas override) {
      return overridden(in, override);
    }
    if (in.ownership() instanceof Ownership.SetTo(int owned, var at)
        && current > 0
        && current < owned
        && current < bounded(owned, horizontal.spec())) {
      return restored(in, bounded(owned, horizontal.spec()));
    }
    HorizontalResult measured =
        in.asked() instanceof Asked.Step(boolean up, String why) && current > 0
            ? stepped(horizontal, Math.max(1, current + (up ? 1 : -1)))
            : HorizontalAutoscaler.evaluate(horizontal);
    boolean unmeasured =
        measured.recommendation() instanceof HorizontalResult.Recommendation.Unknown;
    int failed = unmeasured ? in.failed() + 1 : 0;
    boolean fallsBack = in.fallback().isDue(failed);
    HorizontalResult result =
        fallsBack
            ? HorizontalAutoscaler.evaluate(
                horizontal.wanting(Math.max(current, in.fallback().replicas())))
            : measured;
    List<Reason> reasons = reasons(in, result, numbers(horizontal, result));
    if (fallsBack) {
      reasons.add(Reason.of(FALLBACK, fallbackText(measured, in.fallback(), failed)));
    }
    return new ScalingVerdict(
        result.scaled()
            ? new Plan(
                List.of(step(in.service(), current, result.desired(), reasons)), List.of(), reasons)
            : Plan.nothing(reasons),
        result,
        in.bounds(),
        failed);
  }

  private static String fallbackText(
      HorizontalResult measured, FallbackPolicy fallback, int failed) {
    return "%s; %d rounds in a row without a result: at least %s"
        .formatted(measured.explanation(), failed, Working.tasks(fallback.replicas()));
  }

  /** The count becomes a recommendation like the metrics', and stays in the windows as long. */
  private static HorizontalResult stepped(HorizontalInput in, int replicas) {
    HorizontalResult result = HorizontalAutoscaler.evaluate(in.wantingNow(replicas));
    List<ScalingHistory.Recommended> recommendations =
        new ArrayList<>(in.history().recommendations());
    recommendations.add(new ScalingHistory.Recommended(replicas, in.now()));
    return result.remembering(
        new ScalingHistory(
            recommendations, result.history().scaleUps(), result.history().scaleDowns()));
  }

  /** An operator's own count is set as it is: they may well mean to leave the policy's bounds. */
  private static ScalingVerdict overridden(ScalingInput in, Asked.Replicas override) {
    String text =
        "held at %s until %s by %s: %s"
            .formatted(
                Working.tasks(override.replicas()),
                override.until().truncatedTo(ChronoUnit.SECONDS),
                override.by(),
                override.why());
    return set(in, override.replicas(), new Reason(OVERRIDE, text, Map.of()));
  }

  private static int bounded(int replicas, HorizontalSpec spec) {
    return Math.clamp(replicas, spec.min(), spec.max());
  }

  private static ScalingVerdict restored(ScalingInput in, int owned) {
    int current = in.horizontal().current();
    String text =
        "set from outside to %d (docker stack deploy does that) while it was scaled to %d: back to %d"
            .formatted(current, owned, owned);
    return set(
        in,
        owned,
        new Reason("ReplicasReset", text, Map.of("current", "" + current, "owned", "" + owned)));
  }

  /** A count that no metric was asked for. */
  private static ScalingVerdict set(ScalingInput in, int replicas, Reason reason) {
    int current = in.horizontal().current();
    boolean scaled = replicas != current;
    List<Reason> reasons = List.of(reason);
    HorizontalResult result =
        new HorizontalResult(
            replicas,
            scaled,
            List.of(new Condition("AbleToScale", true, "SucceededRescale", reason.text())),
            List.of(),
            reason.text(),
            in.horizontal().history(),
            new HorizontalResult.Recommendation.Known(replicas));
    return new ScalingVerdict(
        scaled
            ? new Plan(List.of(step(in.service(), current, replicas, reasons)), List.of(), reasons)
            : Plan.nothing(reasons),
        result,
        in.bounds(),
        in.failed());
  }

  private static Plan.Step step(ServiceView service, int from, int to, List<Reason> reasons) {
    return new Plan.Step(
        new SetReplicas(service.id(), service.name(), service.version(), from, to), reasons);
  }

  private static List<Reason> reasons(
      ScalingInput in, HorizontalResult result, Map<String, String> numbers) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(new Reason(headline(result), result.explanation(), numbers));
    for (Condition condition : result.conditions()) {
      if (isNotable(condition)) {
        reasons.add(Reason.of(condition.reason(), condition.message()));
      }
    }
    if (in.asked() instanceof Asked.Step(boolean up, String why)) {
      reasons.add(Reason.of(STEP, "one task %s: %s".formatted(up ? "more" : "less", why)));
    }
    in.bounds().open().forEach(one -> reasons.add(Reason.of(SCHEDULE_OPEN, one.toString())));
    return reasons;
  }

  private static String headline(HorizontalResult result) {
    boolean unmeasured = result.recommendation() instanceof HorizontalResult.Recommendation.Unknown;
    return unmeasured ? "NotMeasured" : result.scaled() ? "Rescale" : "Unchanged";
  }

  private static boolean isNotable(Condition condition) {
    return switch (condition.type()) {
      case "ScalingActive" -> !condition.status();
      case "ScalingLimited" -> condition.status();
      default -> condition.reason().endsWith("Stabilized");
    };
  }

  private static Map<String, String> numbers(HorizontalInput in, HorizontalResult result) {
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put("current", "" + in.current());
    numbers.put("desired", "" + result.desired());
    numbers.put("min", "" + in.spec().min());
    numbers.put("max", "" + in.spec().max());
    result.recommended().ifPresent(replicas -> numbers.put("recommended", "" + replicas));
    for (MetricResult metric : result.metrics()) {
      if (metric instanceof MetricResult.Proposal proposal) {
        String name = proposal.metric().name();
        numbers.put(name, proposal.shown());
        numbers.put(name + "Proposal", "" + proposal.replicas());
      }
    }
    return numbers;
  }
}
