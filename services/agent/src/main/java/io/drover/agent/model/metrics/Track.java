package io.drover.agent.model.metrics;

import io.drover.agent.model.metrics.Series.Kind;
import io.drover.runtime.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of one metric of one task: the newest series, and of the last minute the sums
 * over all series. A counter's sum is of its growth, series by series: one that is reset to 0 has
 * grown by what it shows since, and one that comes or goes changes nothing. Immutable.
 *
 * @param kind what its series are
 * @param series the newest values by labels
 * @param points sums over all series by time, the newest last; at least one
 */
public record Track(Kind kind, Map<String, Double> series, List<Point> points) {
  /** The longest window that a rate can be asked for. */
  public static final Duration KEPT = Duration.ofMinutes(1);

  /**
   * The sum at one moment.
   *
   * @param at when the task was asked
   * @param sum of a counter how much it grew since the first point, of a gauge its value
   */
  public record Point(Moment at, double sum) {}

  /** A track that begins with these series. */
  public static Track begin(Moment at, Series seen) {
    double sum = seen.kind() == Kind.COUNTER ? 0 : sum(seen);
    return new Track(seen.kind(), seen.values(), List.of(new Point(at, sum)));
  }

  /**
   * The track with one page more; one whose kind has changed begins anew, and so does a counter
   * that shows something other than a number, for nobody knows how much that grew.
   */
  public Track next(Moment at, Series seen) {
    boolean countable = isFinite(series) && isFinite(seen.values());
    if (seen.kind() != kind || (kind == Kind.COUNTER && !countable)) {
      return begin(at, seen);
    }
    double sum = kind == Kind.COUNTER ? points.getLast().sum() + growth(seen) : sum(seen);
    List<Point> kept = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      // The last one from before the longest window is what its rate is counted from.
      boolean within =
          i + 1 == points.size() || at.since(points.get(i + 1).at()).compareTo(KEPT) < 0;
      if (within) {
        kept.add(points.get(i));
      }
    }
    kept.add(new Point(at, sum));
    return new Track(kind, seen.values(), List.copyOf(kept));
  }

  private static boolean isFinite(Map<String, Double> values) {
    return values.values().stream().allMatch(Double::isFinite);
  }

  private double growth(Series seen) {
    double growth = 0;
    for (var one : seen.values().entrySet()) {
      Double before = series.get(one.getKey());
      if (before != null) {
        growth += one.getValue() >= before ? one.getValue() - before : one.getValue();
      }
    }
    return growth;
  }

  private static double sum(Series seen) {
    return seen.values().values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Its value: the latest of a gauge, the mean rate per second of a counter. */
  public MetricValue over(Duration window) {
    return switch (kind) {
      case PART ->
          new MetricValue.Unknown(
              "buckets and quantiles can't be added up; take the _count or _sum, or a query");
      case GAUGE -> known(points.getLast().sum(), Duration.ZERO);
      case COUNTER -> rate(window);
    };
  }

  private MetricValue rate(Duration window) {
    Moment newest = points.getLast().at();
    Optional<Point> base = Optional.empty();
    Duration off = KEPT.multipliedBy(2);
    for (Point point : points.subList(0, points.size() - 1)) {
      Duration difference = newest.since(point.at()).minus(window).abs();
      if (difference.compareTo(off) < 0) {
        base = Optional.of(point);
        off = difference;
      }
    }
    if (base.isEmpty()) {
      return new MetricValue.Unknown("a counter's rate needs two pages; there is one so far");
    }
    Duration covered = newest.since(base.get().at());
    double grown = points.getLast().sum() - base.get().sum();
    Duration rounded = Duration.ofMillis((covered.toNanos() + 500_000) / 1_000_000);
    return known(grown / (covered.toNanos() / 1e9), rounded);
  }

  private MetricValue known(double value, Duration covered) {
    return Double.isFinite(value)
        ? new MetricValue.Known(value, points.getLast().at(), covered)
        : new MetricValue.Unknown("its value is no number: " + value);
  }
}
