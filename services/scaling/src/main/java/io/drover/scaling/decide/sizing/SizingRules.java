package io.drover.scaling.decide.sizing;

import io.drover.scaling.decide.sizing.Finding.Code;
import io.drover.scaling.decide.sizing.RightSize.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * How one resource is sized. What is reserved should be what is used nearly always, with the
 * recommender's safety margin of 15 %: the 95th percentile. A limit should be out of reach of what
 * was seen: a quarter above the peak. Nothing is changed that is neither too large nor too small.
 *
 * @param name of the resource
 * @param oversizedBelow share of what is reserved (or the limit, where nothing is), in percent,
 *     below which the average means too much; 30 for CPU and 50 for memory, from the reference
 *     document's section on right-sizing
 * @param step amounts are rounded up to a multiple of this
 * @param text an amount for people
 */
public record SizingRules(String name, int oversizedBelow, long step, LongFunction<String> text) {
  /** Millicores. */
  public static final SizingRules CPU = new SizingRules("CPU", 30, 10, SizingText::cpu);

  /** Bytes. */
  public static final SizingRules MEMORY =
      new SizingRules("memory", 50, 8L << 20, SizingText::memory);

  /** An hour of one task: what is said from then on. */
  private static final long LEAST_SAMPLES = 55;

  private static final int MARGIN_PERCENT = 115;
  private static final int HEADROOM_PERCENT = 125;
  private static final int NEAR_PERCENT = 90;
  private static final int HIGH_TIMES = 4;

  /** Sizes the resource. */
  public RightSize size(Digest used, Amount reservation, Amount limit) {
    if (used.count() < LEAST_SAMPLES) {
      String text =
          "%s: %d samples so far; an hour of one task is the least".formatted(name, used.count());
      return kept(used, reservation, limit, new Finding(Code.TOO_LITTLE_DATA, text));
    }
    long average = used.average().orElse(0);
    long usual = used.percentile(0.95).orElse(0);
    long peak = used.most();
    List<Finding> findings = new ArrayList<>();
    boolean resize = reserved(average, usual, reservation, limit, findings);
    boolean relimit = limited(peak, limit, findings);
    if (findings.isEmpty()) {
      findings.add(
          new Finding(Code.FITS, "%s: p95 %s, as it should be".formatted(name, shown(usual))));
    }
    long newReservation = rounded(usual, MARGIN_PERCENT);
    Amount reserve = resize ? Amount.of(newReservation) : reservation;
    long least = Math.max(rounded(peak, HEADROOM_PERCENT), reserve.value().orElse(0));
    boolean tooLow =
        limit.value().isPresent() && limit.value().getAsLong() < reserve.value().orElse(0);
    return new RightSize(
        used, reservation, limit, reserve, relimit || tooLow ? Amount.of(least) : limit, findings);
  }

  private static RightSize kept(Digest used, Amount reservation, Amount limit, Finding why) {
    return new RightSize(used, reservation, limit, reservation, limit, List.of(why));
  }

  private boolean reserved(
      long average, long usual, Amount reservation, Amount limit, List<Finding> findings) {
    if (reservation.value().isEmpty()) {
      findings.add(
          new Finding(
              Code.NO_RESERVATION,
              "%s: nothing is reserved, and p95 is %s".formatted(name, shown(usual))));
      limit.value().ifPresent(most -> oversized(average, most, "limit", Code.LIMIT_HIGH, findings));
      return true;
    }
    long reserved = reservation.value().getAsLong();
    if (usual > reserved) {
      findings.add(
          new Finding(
              Code.UNDERSIZED,
              "%s: p95 %s is more than the %s that are reserved"
                  .formatted(name, shown(usual), shown(reserved))));
      return true;
    }
    return oversized(average, reserved, "reservation", Code.OVERSIZED, findings)
        && rounded(usual, MARGIN_PERCENT) < reserved;
  }

  private boolean oversized(
      long average, long base, String what, Code code, List<Finding> findings) {
    if (average * 100.0 >= (double) base * oversizedBelow) {
      return false;
    }
    findings.add(
        new Finding(
            code,
            "%s: on average %s, %d%% of its %s %s; below %d%% is too much"
                .formatted(
                    name,
                    shown(average),
                    Math.round(average * 100.0 / base),
                    what,
                    shown(base),
                    oversizedBelow)));
    return true;
  }

  private boolean limited(long peak, Amount limit, List<Finding> findings) {
    if (limit.value().isEmpty()) {
      findings.add(
          new Finding(
              Code.NO_LIMIT,
              "%s: there is no limit; a quarter above the peak of %s would do"
                  .formatted(name, shown(peak))));
      return true;
    }
    long most = limit.value().getAsLong();
    if (peak * 100.0 > (double) most * NEAR_PERCENT) {
      findings.add(
          new Finding(
              Code.NEAR_LIMIT,
              "%s: the peak of %s is near the limit %s".formatted(name, shown(peak), shown(most))));
      return true;
    }
    if (most > (double) peak * HIGH_TIMES && rounded(peak, HEADROOM_PERCENT) < most) {
      findings.add(
          new Finding(
              Code.LIMIT_HIGH,
              "%s: the limit %s is more than four times the peak of %s"
                  .formatted(name, shown(most), shown(peak))));
      return true;
    }
    return false;
  }

  private long rounded(long amount, int percent) {
    long wanted = (long) Math.ceil(amount * (percent / 100.0));
    return Math.max(step, Math.ceilDiv(wanted, step) * step);
  }

  private String shown(long amount) {
    return text.apply(amount);
  }
}
