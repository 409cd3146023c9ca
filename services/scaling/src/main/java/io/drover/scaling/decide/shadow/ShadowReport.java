package io.drover.scaling.decide.shadow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What would have happened to a service against what did.
 *
 * @param seen how much time is known
 * @param unmeasured how much of that without a measurement, or without rules
 * @param had what there was
 * @param wouldHaveHad what there would have been
 * @param divergences where the two differed, in order
 * @param spans all of it, in order
 */
public record ShadowReport(
    Duration seen,
    Duration unmeasured,
    ReplicaTally had,
    ReplicaTally wouldHaveHad,
    List<Divergence> divergences,
    List<ShadowSpan> spans) {
  public ShadowReport {
    divergences = List.copyOf(divergences);
    spans = List.copyOf(spans);
  }

  /** The report on these spans, which are in order. */
  public static ShadowReport of(List<ShadowSpan> spans) {
    Duration seen = Duration.ZERO;
    Duration unmeasured = Duration.ZERO;
    ReplicaTally had = ReplicaTally.NONE;
    ReplicaTally would = ReplicaTally.NONE;
    List<Divergence> divergences = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      ShadowSpan span = spans.get(i);
      Duration time = Duration.between(span.from(), span.until());
      seen = seen.plus(time);
      if (span.wanted() instanceof Wish.Unknown) {
        unmeasured = unmeasured.plus(time);
      }
      ShadowSpan before = i == 0 ? span : spans.get(i - 1);
      had = had.plus(span.had(), span.wanted(), time, span.had() != before.had());
      would =
          would.plus(
              span.wouldHaveHad(),
              span.wanted(),
              time,
              span.wouldHaveHad() != before.wouldHaveHad());
      diverge(divergences, span);
    }
    return new ShadowReport(seen, unmeasured, had, would, divergences, spans);
  }

  private static void diverge(List<Divergence> divergences, ShadowSpan span) {
    if (!divergences.isEmpty() && divergences.getLast().goesOnIn(span)) {
      divergences.set(divergences.size() - 1, divergences.getLast().with(span));
    } else if (span.had() != span.wouldHaveHad()) {
      divergences.add(Divergence.of(span));
    }
  }
}
