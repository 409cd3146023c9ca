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

  /** An alert whose condition can't be looked at goes on for as long as this. */
  public static final Duration UNSEEN_FOR = Duration.ofMinutes(10);

  /**
   * Goes on by one evaluation.
   *
   * @param before the alerts of the last one, by labels
   * @param conditions what holds now
   * @param unseen what could not be looked at: of it, alerts that fire go on, for a while; while
   *     nothing at all could, everything stays as it is
   * @return the alerts from now on, by labels
   */
  public static Map<SortedMap<String, String>, Alert> advance(
      Map<SortedMap<String, String>, Alert> before,
      Collection<Condition> conditions,
      Unseen unseen,
      Instant now) {
    Map<SortedMap<String, String>, Alert> next = new HashMap<>();
    for (Condition condition : conditions) {
      SortedMap<String, String> labels = condition.allLabels();
      next.putIfAbsent(labels, holding(before.get(labels), condition, now));
    }
    before.forEach(
        (labels, alert) -> {
          if (!next.containsKey(labels)) {
            over(alert, unseen, now).forEach(kept -> next.put(labels, kept));
          }
        });
    return next;
  }

  /**
   * With alerts that fired when somebody else looked last: they go on from where they were, or are
   * over with the next evaluation.
   *
   * @param present alerts since, by labels
   * @param stored those that fired before
   */
  public static Map<SortedMap<String, String>, Alert> resume(
      Map<SortedMap<String, String>, Alert> present, Collection<Alert> stored, Instant now) {
    Map<SortedMap<String, String>, Alert> all = new HashMap<>(present);
    for (Alert old : stored) {
      all.merge(
          old.condition().allLabels(),
          new Alert(
              old.condition(), Alert.State.FIRING, old.activeAt(), old.firedAt(), Instant.MAX, now),
          (own, before) ->
              own.state() == Alert.State.RESOLVED
                  ? own
                  : new Alert(
                      own.condition(),
                      Alert.State.FIRING,
                      before.activeAt(),
                      before.firedAt(),
                      Instant.MAX,
                      own.seenAt()));
    }
    return all;
  }

  private static Alert holding(Alert before, Condition condition, Instant now) {
    boolean goesOn = before != null && before.state() != Alert.State.RESOLVED;
    Instant activeAt = goesOn ? before.activeAt() : now;
    if (goesOn && before.state() == Alert.State.FIRING) {
      return new Alert(condition, Alert.State.FIRING, activeAt, before.firedAt(), Instant.MAX, now);
    }
    boolean fires = Duration.between(activeAt, now).compareTo(condition.rule().holds()) >= 0;
    return new Alert(
        condition,
        fires ? Alert.State.FIRING : Alert.State.PENDING,
        activeAt,
        fires ? now : Instant.MAX,
        Instant.MAX,
        now);
  }

  private static List<Alert> over(Alert alert, Unseen unseen, Instant now) {
    if (unseen.all()) {
      return List.of(alert);
    }
    List<Alert> kept = new ArrayList<>();
    switch (alert.state()) {
      case PENDING -> {}
      case FIRING -> {
        boolean hidden =
            unseen.hides(alert.condition()) && now.isBefore(alert.seenAt().plus(UNSEEN_FOR));
        kept.add(
            hidden
                ? alert
                : new Alert(
                    alert.condition(),
                    Alert.State.RESOLVED,
                    alert.activeAt(),
                    alert.firedAt(),
                    now,
                    alert.seenAt()));
      }
      case RESOLVED -> {
        if (now.isBefore(alert.resolvedAt().plus(RESOLVED_FOR))) {
          kept.add(alert);
        }
      }
    }
    return kept;
  }
}
