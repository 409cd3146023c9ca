package io.drover.scaling.decide.shadow;

import io.drover.core.model.Reading;
import io.drover.core.policy.HorizontalSpec;
import io.drover.scaling.decide.HorizontalAutoscaler;
import io.drover.scaling.decide.HorizontalInput;
import io.drover.scaling.decide.HorizontalResult;
import io.drover.scaling.decide.ScalingHistory;
import io.drover.scaling.decide.ScalingSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Goes through what was recorded of a service once more, as if its rules had been followed: the
 * same autoscaler with the same windows, rates and bounds, on a count of its own. What the metrics
 * asked for is taken as it was recorded. So it is assumed that the load as a whole did not depend
 * on the number of tasks; where too few were at their limits, more may have been wanted than could
 * be seen.
 */
public final class ShadowReplay {
  /** How finely it goes: the usual sync period of Kubernetes' autoscaler. */
  public static final Duration SLOT = Duration.ofSeconds(15);

  private final RulesOverTime rules;
  private final ScalingSettings settings;
  private final Duration round;
  private final List<ShadowSpan> spans = new ArrayList<>();
  private ScalingHistory history = ScalingHistory.EMPTY;
  private boolean follows;
  private int count;
  private String why = "";
  private Instant seenUntil = Instant.MIN;

  private ShadowReplay(RulesOverTime rules, ScalingSettings settings, Duration round) {
    this.rules = rules;
    this.settings = settings;
    this.round = round;
  }

  /**
   * What a service had and would have had. It begins with what the service had, and again after the
   * service was stopped (0 tasks). Of a time that no run tells of nothing is said; afterwards it
   * goes on as a controller that was started again.
   *
   * @param runs in order, none overlapping another
   * @param round time between two rounds of the loop, in which it may go another step
   */
  public static List<ShadowSpan> of(
      List<ReplicaRun> runs, RulesOverTime rules, ScalingSettings settings, Duration round) {
    ShadowReplay replay = new ShadowReplay(rules, settings, round);
    runs.forEach(replay::follow);
    return List.copyOf(replay.spans);
  }

  private void follow(ReplicaRun run) {
    if (run.actual() == 0) {
      follows = false;
      add(new ShadowSpan(run.from(), run.until(), 0, 0, new Wish.Unknown(), ""));
      return;
    }
    if (!follows) {
      follows = true;
      count = run.actual();
      why = "";
      history = ScalingHistory.startingAt(count, run.from());
    } else if (!run.from().equals(seenUntil)) {
      history = ScalingHistory.startingAt(count, run.from());
    }
    Instant at = run.from();
    while (at.isBefore(run.until())) {
      Instant until = earlier(rules.unchangedUntil(at), run.until());
      byRules(run, at, until);
      at = until;
    }
    seenUntil = run.until();
  }

  private void byRules(ReplicaRun run, Instant from, Instant until) {
    Optional<HorizontalSpec> holds = rules.at(from);
    if (holds.isEmpty()) {
      add(new ShadowSpan(from, until, run.actual(), count, new Wish.Unknown(), why));
      return;
    }
    HorizontalSpec spec = holds.get();
    Wish wanted = bounded(run.wish(), spec);
    Instant at = from;
    while (at.isBefore(until)) {
      Instant end = earlier(at.plus(SLOT), until);
      for (Instant t = at; t.isBefore(end) && step(t, run.wish(), spec); t = t.plus(round)) {}
      if (isSettled(wanted)) {
        // Until the last slot nothing can change; from there windows are measured afterwards.
        Instant last = until.minus(SLOT);
        end = last.isAfter(end) ? last : end;
      }
      add(new ShadowSpan(at, end, run.actual(), count, wanted, why));
      at = end;
    }
  }

  /** Takes the step of one round; whether the count changed. */
  private boolean step(Instant now, Wish wish, HorizontalSpec spec) {
    int before = count;
    switch (wish) {
      case Wish.Measured(int replicas) -> evaluate(now, replicas, spec);
      case Wish.Ordered(int replicas) -> set(replicas, "%d ordered".formatted(replicas));
      case Wish.Unknown unknown -> {
        if (count < spec.min() || count > spec.max()) {
          evaluate(now, count, spec);
        }
      }
    }
    return count != before;
  }

  private void evaluate(Instant now, int wished, HorizontalSpec spec) {
    HorizontalResult result =
        HorizontalAutoscaler.evaluate(
            new HorizontalInput(
                now,
                spec,
                settings,
                count,
                count,
                new HorizontalInput.Wanted.Fixed(wished),
                List.of(),
                Map.<String, Reading<List<Long>>>of(),
                history));
    history = result.history();
    set(result.desired(), result.explanation());
  }

  private void set(int replicas, String because) {
    if (replicas != count) {
      count = replicas;
      why = because;
    }
  }

  private boolean isSettled(Wish wanted) {
    return switch (wanted) {
      case Wish.Measured(int replicas) -> replicas == count;
      case Wish.Ordered ordered -> true;
      case Wish.Unknown unknown -> true;
    };
  }

  private static Wish bounded(Wish wish, HorizontalSpec spec) {
    return wish instanceof Wish.Measured(int replicas)
        ? new Wish.Measured(Math.clamp(replicas, spec.min(), spec.max()))
        : wish;
  }

  private void add(ShadowSpan next) {
    if (!spans.isEmpty() && spans.getLast().goesOnIn(next)) {
      spans.set(spans.size() - 1, spans.getLast().lastingUntil(next.until()));
    } else {
      spans.add(next);
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
