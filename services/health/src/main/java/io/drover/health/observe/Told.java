package io.drover.health.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.health.decide.alert.AlertRule;
import io.drover.health.decide.state.ServiceFacts;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a neighbour told last, asked for now and then. While it does not answer that is old, and
 * nobody knows better; where it is not deployed there is nothing to know. For one thread.
 */
final class Told<T> {
  /** What is told changes seldom. */
  private static final Duration EVERY = Duration.ofSeconds(15);

  private final String what;
  private final AlertRule rule;
  private final Optional<Neighbour> neighbour;
  private final String path;
  private final Function<JsonNode, List<T>> reader;
  private List<T> known = List.of();
  private Instant at = Instant.MIN;
  private boolean silent;

  /**
   * Something told.
   *
   * @param what its name, for people
   * @param rule that rests on it
   */
  Told(
      String what,
      AlertRule rule,
      Optional<Neighbour> neighbour,
      String path,
      Function<JsonNode, List<T>> reader) {
    this.what = what;
    this.rule = rule;
    this.neighbour = neighbour;
    this.path = path;
    this.reader = reader;
  }

  /**
   * Asks where it is time.
   *
   * @param missing takes what did not answer, in words
   * @param unasked takes the rule while nobody knows
   */
  List<T> look(
      List<ServiceFacts> services, Instant now, List<String> missing, Set<AlertRule> unasked) {
    if (neighbour.filter(one -> one.isDeployed(services)).isEmpty()) {
      known = List.of();
      at = Instant.MIN;
      return known;
    }
    if (silent || !at.isAfter(now.minus(EVERY))) {
      ask(now, missing);
    }
    if (silent) {
      unasked.add(rule);
      // What is old makes nothing fire; what fires already goes on for a while.
      return List.of();
    }
    return known;
  }

  private void ask(Instant now, List<String> missing) {
    try {
      known = reader.apply(neighbour.orElseThrow().ask(path));
      at = now;
      silent = false;
    } catch (IOException away) {
      silent = true;
      missing.add(what + ": " + away.getMessage());
    } catch (InterruptedException late) {
      Thread.currentThread().interrupt();
    }
  }
}
