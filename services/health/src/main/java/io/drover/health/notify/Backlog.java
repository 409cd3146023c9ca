package io.drover.health.notify;

import io.drover.health.decide.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a receiver has to be told yet, by Prometheus' rules: what began to fire or was resolved
 * since it was told last, and what fires for longer than the resend delay since. Not thread-safe.
 */
final class Backlog {
  private final Duration resend;
  private final Map<SortedMap<String, String>, Told> told = new HashMap<>();

  private record Told(Instant at, Alert.State state) {}

  /**
   * A backlog.
   *
   * @param resend after which firing ones are due again; negative for never
   */
  Backlog(Duration resend) {
    this.resend = resend;
  }

  /** What is due. */
  List<Alert> due(Collection<Alert> alerts, Instant now) {
    List<Alert> due = new ArrayList<>();
    for (Alert alert : alerts) {
      Told last = told.get(alert.condition().allLabels());
      boolean isDue =
          switch (alert.state()) {
            case PENDING -> false;
            case FIRING ->
                last == null || last.state() != Alert.State.FIRING || isOld(last.at(), now);
            // Whoever never heard of it need not hear that it is over.
            case RESOLVED -> last != null && last.state() == Alert.State.FIRING;
          };
      if (isDue) {
        due.add(alert);
      }
    }
    return due;
  }

  private boolean isOld(Instant at, Instant now) {
    return !resend.isNegative() && !now.isBefore(at.plus(resend));
  }

  /** It was told of these. */
  void told(Collection<Alert> alerts, Instant now) {
    alerts.forEach(alert -> told.put(alert.condition().allLabels(), new Told(now, alert.state())));
  }

  /** Somebody else told it that these fire; it is told again where that is usual. */
  void toldByOthers(Collection<Alert> alerts) {
    alerts.forEach(
        alert ->
            told.putIfAbsent(
                alert.condition().allLabels(), new Told(Instant.EPOCH, Alert.State.FIRING)));
  }

  /** Forgets what is not among these any more. */
  void keepOnly(Collection<Alert> alerts) {
    told.keySet().retainAll(alerts.stream().map(alert -> alert.condition().allLabels()).toList());
  }
}
