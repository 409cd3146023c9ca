package io.drover.health.decide.incident;

import io.drover.health.decide.state.Finding;
import io.drover.health.decide.state.Kind;
import io.drover.health.decide.state.Level;
import io.drover.health.decide.state.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that was found wrong, from its first sight on.
 *
 * @param id its name in answers, the same for as long as it is told of
 * @param kind what is wrong
 * @param subject with what
 * @param level how bad it is, or last was
 * @param text what was found last, in plain words
 * @param status where it stands
 * @param since when it was first seen in this spell
 * @param seen when it was last seen
 * @param openedAt when it first counted; {@code since} while it does not yet
 * @param closedAt when it last was over; {@link Instant#MAX} while it is not
 * @param acknowledgedBy who takes care of it; empty text for nobody
 * @param reopened how often it came back
 * @param timeline what happened to it, oldest first
 */
public record Incident(
    String id,
    Kind kind,
    Subject subject,
    Level level,
    String text,
    Status status,
    Instant since,
    Instant seen,
    Instant openedAt,
    Instant closedAt,
    String acknowledgedBy,
    int reopened,
    List<Entry> timeline) {

  /** The newest entries that are kept; the first one always is. */
  private static final int MOST_ENTRIES = 40;

  /** Where an incident stands. */
  public enum Status {
    /** Seen, but not for long enough to count. */
    SUSPECTED,
    OPEN,
    /** Somebody takes care of it. */
    ACKNOWLEDGED,
    CLOSED;

    /** The word for it in answers. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether something is wrong. */
    public boolean isActive() {
      return this == OPEN || this == ACKNOWLEDGED;
    }
  }

  /** What can happen to an incident. */
  public enum Event {
    OPENED,
    REOPENED,
    LEVEL_CHANGED,
    ACKNOWLEDGED,
    CLOSED;

    /** The word for it in answers. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * A line of the timeline.
   *
   * @param at when
   * @param event what happened
   * @param text in plain words
   */
  public record Entry(Instant at, Event event, String text) {}

  public Incident {
    timeline = List.copyOf(timeline);
  }

  static Incident suspected(Finding finding, Instant now) {
    return new Incident(
        id(finding, now),
        finding.kind(),
        finding.subject(),
        finding.level(),
        finding.text(),
        Status.SUSPECTED,
        now,
        now,
        now,
        Instant.MAX,
        "",
        0,
        List.of());
  }

  /** Readable, and the same whoever makes it. */
  private static String id(Finding finding, Instant now) {
    String subject = finding.subject().id();
    return "%s-%s-%d"
        .formatted(
            finding.kind().code(),
            subject.isEmpty() ? "swarm" : subject.substring(0, Math.min(12, subject.length())),
            now.getEpochSecond());
  }

  /** What tells it from others that are not over. */
  public Finding.Key key() {
    return new Finding.Key(kind, subject.type(), subject.id());
  }

  /** The last thing that happened. */
  public Entry last() {
    return timeline.getLast();
  }

  /** Back to what it was before it was suspected again. */
  Incident stillClosed() {
    return in(Status.CLOSED, closedAt);
  }

  /** The same as seen later by somebody who did not know of its beginning. */
  Incident goingOn(Incident later) {
    return new Incident(
        id,
        kind,
        later.subject,
        later.level,
        later.text,
        status,
        since,
        later.seen,
        openedAt,
        closedAt,
        acknowledgedBy,
        reopened,
        timeline);
  }

  /** Over when it was last seen, since another one took its place; closed ones stay as they are. */
  Incident superseded() {
    return status.isActive() ? in(Status.CLOSED, seen) : this;
  }

  private Incident in(Status other, Instant end) {
    return new Incident(
        id,
        kind,
        subject,
        level,
        text,
        other,
        since,
        seen,
        openedAt,
        end,
        acknowledgedBy,
        reopened,
        timeline);
  }

  Incident seen(Finding finding, Instant now) {
    return new Incident(
        id,
        kind,
        finding.subject(),
        finding.level(),
        finding.text(),
        status,
        since,
        now,
        openedAt,
        closedAt,
        acknowledgedBy,
        reopened,
        timeline);
  }

  /** Seen again after it was not. */
  Incident newSpell(Instant now) {
    return new Incident(
        id,
        kind,
        subject,
        level,
        text,
        Status.SUSPECTED,
        now,
        now,
        openedAt,
        closedAt,
        "",
        reopened,
        timeline);
  }

  Incident opened(Instant now) {
    boolean again = !timeline.isEmpty();
    return new Incident(
            id,
            kind,
            subject,
            level,
            text,
            Status.OPEN,
            since,
            seen,
            again ? openedAt : now,
            Instant.MAX,
            "",
            again ? reopened + 1 : 0,
            timeline)
        .with(new Entry(now, again ? Event.REOPENED : Event.OPENED, text));
  }

  Incident closed(Instant now) {
    return new Incident(
            id,
            kind,
            subject,
            level,
            text,
            Status.CLOSED,
            since,
            seen,
            openedAt,
            now,
            acknowledgedBy,
            reopened,
            timeline)
        .with(new Entry(now, Event.CLOSED, "not seen any more since " + seen));
  }

  Incident acknowledged(String by, String note, Instant now) {
    return new Incident(
            id,
            kind,
            subject,
            level,
            text,
            Status.ACKNOWLEDGED,
            since,
            seen,
            openedAt,
            closedAt,
            by,
            reopened,
            timeline)
        .with(new Entry(now, Event.ACKNOWLEDGED, note.isEmpty() ? "by " + by : by + ": " + note));
  }

  /** With one line more; of many, those after the first are let go. */
  Incident with(Entry entry) {
    List<Entry> longer = new ArrayList<>(timeline);
    longer.add(entry);
    while (longer.size() > MOST_ENTRIES) {
      longer.remove(1);
    }
    return new Incident(
        id,
        kind,
        subject,
        level,
        text,
        status,
        since,
        seen,
        openedAt,
        closedAt,
        acknowledgedBy,
        reopened,
        longer);
  }
}
