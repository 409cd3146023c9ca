package io.drover.health.decide.incident;

import io.drover.health.decide.incident.Incident.Status;
import io.drover.health.decide.state.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * From findings to incidents. What is seen counts once it lasted as long as its kind says, and is
 * over once it was gone as long as its kind says, longer each time that it came back. One that
 * comes back soon is the same incident again.
 */
public final class IncidentRules {
  /** One that comes back within this time after its end is the same again. */
  public static final Duration SAME_AGAIN = Duration.ofMinutes(10);

  /** The longest that one must be gone, however often it came back. */
  public static final Duration LONGEST_CALM = Duration.ofMinutes(10);

  /** How long closed ones are told of. */
  public static final Duration TOLD_FOR = Duration.ofDays(7);

  /** How many closed ones are told of. */
  public static final int MOST_PAST = 500;

  private static final int MOST_DOUBLINGS = 10;

  private IncidentRules() {}

  /**
   * What one round came to.
   *
   * @param book from now on
   * @param changed the incidents that something happened to; their last entry says what
   */
  public record Change(IncidentBook book, List<Incident> changed) {
    public Change {
      changed = List.copyOf(changed);
    }
  }

  /**
   * Goes on by one round.
   *
   * @param findings what is wrong now
   * @param untold what could not be looked at: it stays as it is
   * @param blind whether nothing but the findings could be looked at
   */
  public static Change advance(
      IncidentBook book,
      Collection<Finding> findings,
      Set<Finding.Key> untold,
      boolean blind,
      Instant now) {
    Map<Finding.Key, Incident> next = new HashMap<>(book.byKey());
    List<Incident> past = new ArrayList<>(book.past());
    List<Incident> changed = new ArrayList<>();
    Map<Finding.Key, Finding> present = new TreeMap<>(BY_KIND);
    findings.forEach(finding -> present.putIfAbsent(finding.key(), finding));
    present.forEach(
        (key, finding) -> {
          Incident before = next.get(key);
          if (before != null
              && before.status() == Status.CLOSED
              && before.closedAt().plus(SAME_AGAIN).isBefore(now)) {
            past.addFirst(before);
            before = null;
          }
          Incident after = seen(before, finding, now, changed);
          next.put(key, after);
        });
    for (Incident before : book.byKey().values()) {
      Finding.Key key = before.key();
      if (!present.containsKey(key) && !blind && !untold.contains(key)) {
        missing(before, now, next, changed);
      }
    }
    Instant oldest = now.minus(TOLD_FOR);
    next.values()
        .removeIf(
            incident -> incident.status() == Status.CLOSED && incident.closedAt().isBefore(oldest));
    past.removeIf(incident -> incident.closedAt().isBefore(oldest));
    List<Incident> kept = past.subList(0, Math.min(MOST_PAST, past.size()));
    return new Change(new IncidentBook(next, kept), changed);
  }

  private static final Comparator<Finding.Key> BY_KIND =
      Comparator.comparing(Finding.Key::kind)
          .thenComparing(Finding.Key::type)
          .thenComparing(Finding.Key::id);

  private static Incident seen(
      Incident before, Finding finding, Instant now, List<Incident> changed) {
    if (before == null) {
      return ripe(Incident.suspected(finding, now), now, changed);
    }
    Incident after = before.seen(finding, now);
    return switch (before.status()) {
      case SUSPECTED -> ripe(after, now, changed);
      case CLOSED -> ripe(after.newSpell(now), now, changed);
      case OPEN, ACKNOWLEDGED -> {
        if (before.level() == finding.level()) {
          yield after;
        }
        Incident other =
            after.with(new Incident.Entry(now, Incident.Event.LEVEL_CHANGED, finding.text()));
        changed.add(other);
        yield other;
      }
    };
  }

  private static Incident ripe(Incident suspected, Instant now, List<Incident> changed) {
    Duration lasted = Duration.between(suspected.since(), now);
    if (lasted.compareTo(suspected.kind().opensAfter()) < 0) {
      return suspected;
    }
    Incident opened = suspected.opened(now);
    changed.add(opened);
    return opened;
  }

  private static void missing(
      Incident before, Instant now, Map<Finding.Key, Incident> next, List<Incident> changed) {
    switch (before.status()) {
      case CLOSED -> {}
      case SUSPECTED -> {
        if (before.timeline().isEmpty()) {
          next.remove(before.key());
        } else {
          // It had counted, was over, and did not come back for long enough: it stays over.
          next.put(before.key(), before.stillClosed());
        }
      }
      case OPEN, ACKNOWLEDGED -> {
        if (Duration.between(before.seen(), now).compareTo(calm(before)) >= 0) {
          Incident closed = before.closed(now);
          next.put(before.key(), closed);
          changed.add(closed);
        }
      }
    }
  }

  /** How long it must be gone to be over: twice as long with each time that it came back. */
  public static Duration calm(Incident incident) {
    Duration usual = incident.kind().closesAfter();
    Duration longer = usual.multipliedBy(1L << Math.min(MOST_DOUBLINGS, incident.reopened()));
    return longer.compareTo(LONGEST_CALM) > 0 ? LONGEST_CALM : longer;
  }

  /**
   * Somebody takes care of an incident.
   *
   * @return the book with it so, and the incident as what changed; nothing changed when there is no
   *     such active incident
   */
  public static Change acknowledge(
      IncidentBook book, String id, String by, String note, Instant now) {
    for (Incident incident : book.byKey().values()) {
      if (incident.id().equals(id) && incident.status().isActive()) {
        Incident acknowledged = incident.acknowledged(by, note, now);
        Map<Finding.Key, Incident> next = new HashMap<>(book.byKey());
        next.put(incident.key(), acknowledged);
        return new Change(new IncidentBook(next, book.past()), List.of(acknowledged));
      }
    }
    return new Change(book, List.of());
  }
}
