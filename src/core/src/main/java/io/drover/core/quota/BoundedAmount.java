package io.drover.core.quota;

import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.policy.TaskBounds;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** One resource of a task, held against bounds. */
record BoundedAmount(LimitedResource resource, Allotment given) {

  private BigDecimal request() {
    return resource.of(given.reservations()).orElse(null);
  }

  private BigDecimal limit() {
    return resource.of(given.limits()).orElse(null);
  }

  void belowMin(TaskBounds bounds, List<Reason> violations) {
    BigDecimal min = resource.of(bounds.min()).orElse(null);
    if (min == null) {
      return;
    }
    // Only limits have pids: they alone can be too few.
    if (resource.isReserved() && (request() == null || request().compareTo(min) < 0)) {
      violations.add(broken("LimitRangeMin", "reserves", request(), "at least", min));
    }
    if (limit() != null && limit().compareTo(min) < 0) {
      violations.add(broken("LimitRangeMin", "is limited to", limit(), "at least", min));
    }
  }

  void aboveMax(TaskBounds bounds, List<Reason> violations) {
    BigDecimal max = resource.of(bounds.max()).orElse(null);
    if (max == null) {
      return;
    }
    if (limit() == null || limit().compareTo(max) > 0) {
      violations.add(broken("LimitRangeMax", "is limited to", limit(), "at most", max));
    }
    if (request() != null && request().compareTo(max) > 0) {
      violations.add(broken("LimitRangeMax", "reserves", request(), "at most", max));
    }
  }

  void aboveRatio(TaskBounds bounds, List<Reason> violations) {
    BigDecimal ratio = resource.kind().map(bounds.ratios()::get).orElse(null);
    if (ratio == null) {
      return;
    }
    boolean both = isPositive(request()) && isPositive(limit());
    if (!both || limit().compareTo(request().multiply(ratio)) > 0) {
      violations.add(
          new Reason(
              "LimitRangeRatio",
              "a task's %s limit (%s) may be at most %s times its reservation (%s)"
                  .formatted(
                      resource.word(),
                      shown(limit()),
                      ratio.stripTrailingZeros().toPlainString(),
                      shown(request())),
              Map.of("limit", shown(limit()), "reservation", shown(request()))));
    }
  }

  void requestAboveLimit(List<Reason> violations) {
    if (request() != null && limit() != null && request().compareTo(limit()) > 0) {
      violations.add(
          new Reason(
              "RequestAboveLimit",
              "a task reserves %s %s, more than its limit %s"
                  .formatted(resource.word(), shown(request()), shown(limit())),
              Map.of("limit", shown(limit()), "reservation", shown(request()))));
    }
  }

  private Reason broken(String code, String does, BigDecimal has, String bound, BigDecimal amount) {
    return new Reason(
        code,
        "a task %s %s %s, and has to have %s %s"
            .formatted(does, resource.word(), shown(has), bound, shown(amount)),
        Map.of("has", shown(has), "bound", shown(amount)));
  }

  private static boolean isPositive(BigDecimal amount) {
    return amount != null && amount.signum() > 0;
  }

  private String shown(BigDecimal amount) {
    return amount == null ? "nothing" : resource.shown(amount);
  }
}
