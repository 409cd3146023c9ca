package io.drover.health.decide.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * From conditions to alerts, by Prometheus' rules: a condition is pending until it held for as long
 * as its rule says, then it fires until it does not hold any more; resolved ones are remembered for
 * 15 minutes, so that a receiver that was away hears of them.
 */
public final class AlertRules {
  /** Prometheus' resolvedRetention. */
  public static final Duration RESOLVED_FOR = Duration.ofMinutes(15);

  private AlertRules() {}

  /**
   * Goes on by one evaluation.
   *
   * @param before the alerts of the last one, by labels
   * @param conditions what holds now
   * @param blind whether nothing but the conditions could be looked at: then what is not among them
   *     stays as it is
   * @return the alerts from now on, by labels
   */
  public static Map<SortedMap<String, String>, Alert> advance(
      Map<SortedMap<String, String>, Alert> before,
      Collection<Condition> conditions,
      boolean blind,
      Instant now) {
    Map<SortedMap<String, String>, Alert> next = new HashMap<>();
    for (Condition condition : conditions) {
      SortedMap<String, String> labels = condition.allLabels();
      next.putIfAbsent(labels, holding(before.get(labels), condition, now));
    }
    before.forEach(
        (labels, alert) -> {
          if (!next.containsKey(labels)) {
            over(alert, blind, now).forEach(kept -> next.put(labels, kept));
          }
        });
    return next;
  }

  private static Alert holding(Alert before, Condition condition, Instant now) {
    boolean goesOn = before != null && before.state() != Alert.State.RESOLVED;
    Instant activeAt = goesOn ? before.activeAt() : now;
    if (goesOn && before.state() == Alert.State.FIRING) {
      return new Alert(condition, Alert.State.FIRING, activeAt, before.firedAt(), Instant.MAX);
    }
    boolean fires = Duration.between(activeAt, now).compareTo(condition.rule().holds()) >= 0;
    return new Alert(
        condition,
        fires ? Alert.State.FIRING : Alert.State.PENDING,
        activeAt,
        fires ? now : Instant.MAX,
        Instant.MAX);
  }

  private static List<Alert> over(Alert alert, boolean blind, Instant now) {
    if (blind) {
      return List.of(alert);
    }
    List<Alert> kept = new ArrayList<>();
    switch (alert.state()) {
      case PENDING -> {}
      case FIRING ->
          kept.add(
              new Alert(
                  alert.condition(), Alert.State.RESOLVED, alert.activeAt(), alert.firedAt(), now));
      case RESOLVED -> {
        if (now.isBefore(alert.resolvedAt().plus(RESOLVED_FOR))) {
          kept.add(alert);
        }
      }
    }
    return kept;
  }
}
