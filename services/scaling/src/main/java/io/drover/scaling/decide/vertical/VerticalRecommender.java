package io.drover.scaling.decide.vertical;

import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.ResourceKind;
import io.drover.scaling.decide.vertical.VerticalInput.Sample;
import io.drover.scaling.decide.vertical.VerticalResult.Change;
import io.drover.scaling.decide.vertical.VerticalResult.Estimate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * One pass of the VPA recommender as a pure function; section 4 of {@code vpa-algorithm.md} with
 * its default settings, for the one container that a Swarm task has.
 */
public final class VerticalRecommender {
  private static final double MARGIN = 0.15;
  private static final Map<ResourceKind, Long> LEAST =
      Map.of(ResourceKind.CPU, 25L, ResourceKind.MEMORY, 250L << 20);

  private VerticalRecommender() {}

  /** Evaluates; the same input always gives the same result. */
  public static VerticalResult evaluate(VerticalInput in) {
    if (in.policy().mode() == ResizePolicy.Mode.OFF) {
      return new VerticalResult(
          new Estimate.None(), new Change.Leave(), "the policy's mode is off: nothing is computed");
    }
    Demand demand = usage(in).demand(in.now());
    Estimate.Known known = estimate(in.policy(), demand);
    VerticalUpdate update =
        VerticalUpdate.of(
            in.policy(),
            new VerticalUpdate.Present(
                in.reservations(), in.limits(), demand.knownFor(), false, false),
            known);
    return new VerticalResult(
        known,
        update.change(),
        VerticalText.explain(known, in.samples().size(), demand.confidence(), update.why()));
  }

  /** What tasks should reserve, going by what they used; what was not measured counts as none. */
  public static Estimate.Known estimate(VerticalPolicy policy, Demand demand) {
    double confidence = demand.confidence();
    Amounts uncapped = estimate(policy, demand.target(), a -> a);
    return new Estimate.Known(
        capped(uncapped, policy),
        capped(
            estimate(policy, demand.lower(), a -> a * Math.pow(1 + 0.001 / confidence, -2)),
            policy),
        capped(estimate(policy, demand.upper(), a -> a * (1 + 1 / confidence)), policy),
        uncapped);
  }

  /** Samples and kills in the order of time; at the same moment the sample came first. */
  private static Usage usage(VerticalInput in) {
    Usage usage = new Usage();
    Intake intake = usage.of("");
    record Event(Sample sample, boolean kill) {}
    Stream.concat(
            in.samples().stream().map(sample -> new Event(sample, false)),
            in.oomKills().stream().map(sample -> new Event(sample, true)))
        .sorted(Comparator.comparing(event -> event.sample().at()))
        .forEach(
            event -> {
              Amounts amounts = event.sample().amounts();
              if (event.kill()) {
                amounts
                    .of(ResourceKind.MEMORY)
                    .ifPresent(bytes -> intake.oomKill(bytes, event.sample().at()));
                return;
              }
              amounts
                  .of(ResourceKind.CPU)
                  .ifPresent(millicores -> intake.cpu(millicores, event.sample().at()));
              amounts
                  .of(ResourceKind.MEMORY)
                  .ifPresent(bytes -> intake.memory(bytes, event.sample().at()));
            });
    return usage;
  }

  private static Amounts estimate(
      VerticalPolicy policy, Amounts percentile, DoubleUnaryOperator byConfidence) {
    Map<ResourceKind, Long> amounts = new EnumMap<>(ResourceKind.class);
    for (ResourceKind resource : policy.resources()) {
      long base = percentile.of(resource).orElse(0);
      long withMargin = base + Amounts.scale(base, MARGIN);
      long bound = Amounts.amount(byConfidence.applyAsDouble(withMargin));
      amounts.put(resource, Math.max(bound, LEAST.get(resource)));
    }
    return new Amounts(amounts);
  }

  /** Raised to the minimum, then lowered to the maximum; a bound of 0 is none. */
  private static Amounts capped(Amounts amounts, VerticalPolicy policy) {
    Map<ResourceKind, Long> capped = new EnumMap<>(ResourceKind.class);
    amounts
        .byResource()
        .forEach(
            (resource, amount) -> {
              long raised = Math.max(amount, policy.min().of(resource).orElse(0));
              long most = policy.max().of(resource).orElse(0);
              capped.put(resource, most > 0 ? Math.min(raised, most) : raised);
            });
    return new Amounts(capped);
  }
}
