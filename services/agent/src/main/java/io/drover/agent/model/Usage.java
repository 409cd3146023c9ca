package io.drover.agent.model;

import io.drover.runtime.time.Moment;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Rates over a window of samples; a pure function of them.
 *
 * @param newest the last sample
 * @param covered the time that the rates cover; zero when there is only one sample
 * @param nanoCores processor time used, in billionths of a core
 * @param throttledPermille of a thousand enforcement periods, in how many it was throttled
 * @param workingSetPeak the largest working set of the window, in bytes
 * @param blockIn bytes read per second
 * @param blockOut bytes written per second
 * @param netIn bytes received per second
 * @param netOut bytes sent per second
 */
public record Usage(
    Sample newest,
    Duration covered,
    Field nanoCores,
    Field throttledPermille,
    Field workingSetPeak,
    Field blockIn,
    Field blockOut,
    Field netIn,
    Field netOut) {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long PERMILLE = 1000;
  private static final Field ONE_SAMPLE = Field.unknown("only one sample so far");

  /**
   * Computes the rates between the newest sample and the one that is nearest to {@code window}
   * before it.
   *
   * @param samples by time, the newest last; at least one
   */
  public static Usage over(List<Sample> samples, Duration window) {
    Sample newest = samples.getLast();
    List<Sample> covered = covered(samples, window);
    Sample base = covered.getFirst();
    long nanos = newest.at().since(base.at()).toNanos();
    if (nanos <= 0) {
      return new Usage(
          newest,
          Duration.ZERO,
          ONE_SAMPLE,
          ONE_SAMPLE,
          newest.memory().workingSet(),
          ONE_SAMPLE,
          ONE_SAMPLE,
          ONE_SAMPLE,
          ONE_SAMPLE);
    }
    Function<Function<Sample, Field>, Field> perSecond =
        counter -> rate(counter.apply(base), counter.apply(newest), nanos);
    return new Usage(
        newest,
        Duration.ofMillis((nanos + 500_000) / 1_000_000),
        perSecond.apply(sample -> sample.cpu().usageNanos()),
        throttled(base.cpu(), newest.cpu()),
        peak(covered),
        perSecond.apply(sample -> sample.block().in()),
        perSecond.apply(sample -> sample.block().out()),
        perSecond.apply(sample -> sample.net().in()),
        perSecond.apply(sample -> sample.net().out()));
  }

  /** Those that could not be read are no peaks. */
  private static Field peak(List<Sample> covered) {
    OptionalLong peak =
        covered.stream()
            .map(sample -> sample.memory().workingSet())
            .mapToLong(field -> field instanceof Field.Known(long bytes) ? bytes : -1)
            .max();
    return peak.isPresent() && peak.getAsLong() >= 0
        ? Field.known(peak.getAsLong())
        : covered.getLast().memory().workingSet();
  }

  /**
   * The sample that is nearest to the window before the newest one, and all later ones. By its
   * place, not by {@code indexOf}: a native image may interpret what a record's {@code equals}
   * does, and to compare a node's samples held up its only event loop for seconds.
   */
  private static List<Sample> covered(List<Sample> samples, Duration window) {
    Moment now = samples.getLast().at();
    int best = samples.size() - 1;
    Duration off = Duration.ofSeconds(Long.MAX_VALUE);
    for (int i = 0; i < samples.size(); i++) {
      Duration age = now.since(samples.get(i).at());
      Duration difference = age.minus(window).abs();
      if (!age.isZero() && difference.compareTo(off) < 0) {
        best = i;
        off = difference;
      }
    }
    return samples.subList(best, samples.size());
  }

  /** Units per second; nanoseconds per second are nano-cores. */
  private static Field rate(Field before, Field after, long nanos) {
    return switch (difference(before, after)) {
      case Field.Known(long grown) ->
          Field.known(Math.round((double) grown * NANOS_PER_SECOND / nanos));
      case Field other -> other;
    };
  }

  private static Field throttled(Sample.CpuTime before, Sample.CpuTime after) {
    Field stopped = difference(before.throttledPeriods(), after.throttledPeriods());
    Field periods = difference(before.periods(), after.periods());
    if (stopped instanceof Field.Known(long part) && periods instanceof Field.Known(long whole)) {
      // No period has passed for a container that did not want to run: it was not throttled.
      return Field.known(whole == 0 ? 0 : PERMILLE * part / whole);
    }
    return stopped instanceof Field.Known ? periods : stopped;
  }

  private static Field difference(Field before, Field after) {
    if (before instanceof Field.Known(long first) && after instanceof Field.Known(long last)) {
      return last >= first ? Field.known(last - first) : Field.unknown("the counter was reset");
    }
    return after instanceof Field.Known ? before : after;
  }
}
