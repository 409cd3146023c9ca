package io.drover.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What goes wrong at one manager. Requests are named by how they begin, without the API version:
 * {@code "POST /services/"}; the empty text is any.
 */
public final class Faults {
  private final List<Rule> rules = new ArrayList<>();
  private Duration latency = Duration.ZERO;
  private boolean away;

  /** What becomes of one request. */
  sealed interface Fault {
    /** Answered so, and not done. */
    record Refused(Reply reply) implements Fault {}

    /** The connection ends before anything is done. */
    record Dropped() implements Fault {}

    /** Done, but the connection ends before the answer. */
    record AnswerLost() implements Fault {}

    /** Somebody else changes the object just before. */
    record Overtaken() implements Fault {}
  }

  private static final class Rule {
    private final String requests;
    private final Fault fault;
    private int left;

    private Rule(String requests, Fault fault, int left) {
      this.requests = requests;
      this.fault = fault;
      this.left = left;
    }
  }

  Faults() {}

  /** Every answer takes so long. */
  public synchronized void latency(Duration duration) {
    latency = duration;
  }

  /** The next {@code times} such requests are refused. */
  public void failNext(int times, String requests, int status, String message) {
    add(times, requests, new Fault.Refused(Reply.error(status, message)));
  }

  /** The next {@code times} such requests are answered with this body, JSON or not. */
  public void answerNext(int times, String requests, int status, String body) {
    add(times, requests, new Fault.Refused(new Reply(status, body)));
  }

  /** The connections of the next {@code times} such requests end before anything is done. */
  public void dropNext(int times, String requests) {
    add(times, requests, new Fault.Dropped());
  }

  /** The next {@code times} such requests are done, but nobody is told. */
  public void loseAnswers(int times, String requests) {
    add(times, requests, new Fault.AnswerLost());
  }

  /** Somebody else changes the object just before each of the next {@code times} such updates. */
  public void overtakeNext(int times, String requests) {
    add(times, requests, new Fault.Overtaken());
  }

  /** Nothing goes wrong any more, but for being away. */
  public synchronized void clear() {
    rules.clear();
    latency = Duration.ZERO;
  }

  private synchronized void add(int times, String requests, Fault fault) {
    rules.add(new Rule(requests, fault, times));
  }

  synchronized void away(boolean isAway) {
    away = isAway;
  }

  synchronized Duration latency() {
    return latency;
  }

  /** What becomes of this request. */
  synchronized Optional<Fault> next(String request) {
    if (away) {
      return Optional.of(new Fault.Dropped());
    }
    for (Iterator<Rule> all = rules.iterator(); all.hasNext(); ) {
      Rule rule = all.next();
      if (request.startsWith(rule.requests)) {
        rule.left--;
        if (rule.left <= 0) {
          all.remove();
        }
        return Optional.of(rule.fault);
      }
    }
    return Optional.empty();
  }
}
