package io.drover.scaling.decide;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.HorizontalSpec;
import io.drover.scaling.decide.HorizontalResult.Condition;
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

  private ScalingDecider() {}

  /** Decides; the same input always gives the same verdict. */
  public static ScalingVerdict decide(ScalingInput in) {
    HorizontalInput horizontal = in.horizontal();
    int current = horizontal.current();
    if (in.ownership() instanceof Ownership.SetTo(int owned, var at)
        && current > 0
        && current < bounded(owned, horizontal.spec())) {
      return restored(in, bounded(owned, horizontal.spec()));
    }
    HorizontalResult result = HorizontalAutoscaler.evaluate(horizontal);
    List<Reason> reasons = reasons(in, result, numbers(horizontal, result));
    return new ScalingVerdict(
        result.scaled()
            ? new Plan(
                List.of(step(in.service(), current, result.desired(), reasons)), List.of(), reasons)
            : Plan.nothing(reasons),
        result,
        in.bounds());
  }

  private static int bounded(int replicas, HorizontalSpec spec) {
    return Math.clamp(replicas, spec.min(), spec.max());
  }

  private static ScalingVerdict restored(ScalingInput in, int owned) {
    int current = in.horizontal().current();
    String text =
        "set from outside to %d (docker stack deploy does that) while it was scaled to %d: back to %d"
            .formatted(current, owned, owned);
    List<Reason> reasons =
        List.of(
            new Reason(
                "ReplicasReset", text, Map.of("current", "" + current, "owned", "" + owned)));
    HorizontalResult result =
        new HorizontalResult(
            owned,
            true,
            List.of(new Condition("AbleToScale", true, "SucceededRescale", text)),
            List.of(),
            text,
            in.horizontal().history(),
            new HorizontalResult.Recommendation.Known(owned));
    return new ScalingVerdict(
        new Plan(List.of(step(in.service(), current, owned, reasons)), List.of(), reasons),
        result,
        in.bounds());
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
