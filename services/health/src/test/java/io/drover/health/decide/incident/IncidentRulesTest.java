package io.drover.health.decide.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.health.decide.state.Finding;
import io.drover.health.decide.state.Kind;
import io.drover.health.decide.state.Level;
import io.drover.health.decide.state.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Incidents from their first sight to their end, and what flapping makes of them. */
class IncidentRulesTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private IncidentBook book = IncidentBook.EMPTY;
  private Instant now = START;
  private final List<Incident> happened = new ArrayList<>();

  private static Finding finding(Kind kind, Level level) {
    return new Finding(
        kind,
        new Subject(Subject.Type.SERVICE, "abc", "app"),
        level,
        kind.code() + " at " + level.word(),
        Map.of());
  }

  private void round(int seconds, Finding... findings) {
    round(seconds, Set.of(), false, findings);
  }

  private void round(int seconds, Set<Finding.Key> untold, boolean blind, Finding... findings) {
    now = now.plusSeconds(seconds);
    IncidentRules.Change change =
        IncidentRules.advance(book, List.of(findings), untold, blind, now);
    book = change.book();
    happened.addAll(change.changed());
  }

  private List<Incident.Event> events() {
    return happened.stream().map(incident -> incident.last().event()).toList();
  }

  private Incident only() {
    assertThat(book.all()).hasSize(1);
    return book.all().getFirst();
  }

  @Test
  void whatCountsAtOnceIsOpenedAtOnceAndClosedAfterItsCalm() {
    Finding crash = finding(Kind.CRASH_LOOP, Level.CRITICAL);
    round(0, crash);
    assertThat(only().status()).isEqualTo(Incident.Status.OPEN);
    assertThat(only().id()).isEqualTo("CrashLoop-abc-" + START.getEpochSecond());
    round(2);
    assertThat(only().status()).isEqualTo(Incident.Status.OPEN);
    round(9);
    assertThat(only().status()).isEqualTo(Incident.Status.CLOSED);
    assertThat(only().timeline())
        .extracting(Incident.Entry::event)
        .containsExactly(Incident.Event.OPENED, Incident.Event.CLOSED);
  }

  @Test
  void whatDoesNotLastIsNeverTold() {
    Finding stuck = finding(Kind.STUCK_PENDING, Level.CRITICAL);
    round(0, stuck);
    round(10, stuck);
    round(10);
    round(10, stuck);
    round(25, stuck);
    assertThat(happened).isEmpty();
    assertThat(book.all()).isEmpty();
    round(6, stuck);
    assertThat(events()).containsExactly(Incident.Event.OPENED);
  }

  @Test
  void whatComesBackIsTheSameAndMustBeGoneForLonger() {
    Finding crash = finding(Kind.CRASH_LOOP, Level.CRITICAL);
    round(0, crash);
    String id = only().id();
    round(11);
    round(60, crash);
    assertThat(only().id()).isEqualTo(id);
    assertThat(only().reopened()).isEqualTo(1);
    assertThat(IncidentRules.calm(only())).isEqualTo(Duration.ofSeconds(20));
    round(15);
    assertThat(only().status()).isEqualTo(Incident.Status.OPEN);
    round(6);
    assertThat(only().status()).isEqualTo(Incident.Status.CLOSED);
    round(601, crash);
    assertThat(book.all()).hasSize(2);
    assertThat(book.all().getFirst().id()).isNotEqualTo(id);
    assertThat(events())
        .containsExactly(
            Incident.Event.OPENED,
            Incident.Event.CLOSED,
            Incident.Event.REOPENED,
            Incident.Event.CLOSED,
            Incident.Event.OPENED);
  }

  @Test
  void whatIsOnlySuspectedAgainStaysClosed() {
    Finding stuck = finding(Kind.STUCK_PENDING, Level.CRITICAL);
    round(0, stuck);
    round(31, stuck);
    round(6);
    Instant end = only().closedAt();
    round(5, stuck);
    round(5);
    assertThat(only().status()).isEqualTo(Incident.Status.CLOSED);
    assertThat(only().closedAt()).isEqualTo(end);
    assertThat(events()).containsExactly(Incident.Event.OPENED, Incident.Event.CLOSED);
  }

  @Test
  void anotherLevelIsToldAndAnotherTextIsNot() {
    round(0, finding(Kind.DISK_PRESSURE, Level.WARNING));
    round(2, finding(Kind.DISK_PRESSURE, Level.WARNING));
    round(2, finding(Kind.DISK_PRESSURE, Level.CRITICAL));
    assertThat(events()).containsExactly(Incident.Event.OPENED, Incident.Event.LEVEL_CHANGED);
    assertThat(only().level()).isEqualTo(Level.CRITICAL);
  }

  @Test
  void whatCantBeLookedAtStaysAsItIs() {
    Finding disk = finding(Kind.DISK_PRESSURE, Level.WARNING);
    round(0, disk);
    round(1000, Set.of(disk.key()), false);
    assertThat(only().status()).isEqualTo(Incident.Status.OPEN);
    round(1000, Set.of(), true, finding(Kind.QUORUM_LOST, Level.CRITICAL));
    assertThat(book.find(happened.getFirst().id()).orElseThrow().status())
        .isEqualTo(Incident.Status.OPEN);
    round(1000);
    assertThat(events()).contains(Incident.Event.CLOSED);
  }

  @Test
  void somebodyTakesCare() {
    round(0, finding(Kind.CRASH_LOOP, Level.CRITICAL));
    IncidentRules.Change change = IncidentRules.acknowledge(book, only().id(), "ann", "on it", now);
    book = change.book();
    assertThat(only().status()).isEqualTo(Incident.Status.ACKNOWLEDGED);
    assertThat(only().last().text()).isEqualTo("ann: on it");
    assertThat(IncidentRules.acknowledge(book, "none", "ann", "", now).changed()).isEmpty();
    round(2, finding(Kind.CRASH_LOOP, Level.CRITICAL));
    assertThat(only().acknowledgedBy()).isEqualTo("ann");
    round(20);
    assertThat(only().status()).isEqualTo(Incident.Status.CLOSED);
  }

  @Test
  void storedOnesGoOn() {
    Finding crash = finding(Kind.CRASH_LOOP, Level.CRITICAL);
    round(0, crash);
    Incident stored = only();
    book = IncidentBook.EMPTY;
    round(30, crash);
    Incident fresh = only();
    assertThat(fresh.id()).isNotEqualTo(stored.id());
    book = book.with(List.of(stored));
    assertThat(book.find(stored.id()).orElseThrow().status()).isEqualTo(Incident.Status.OPEN);
    assertThat(book.find(fresh.id()).orElseThrow().status()).isEqualTo(Incident.Status.CLOSED);
    assertThat(book.byKey().values())
        .singleElement()
        .extracting(Incident::id)
        .isEqualTo(stored.id());
  }

  @Test
  void aTimelineIsBounded() {
    for (int i = 0; i < 100; i++) {
      round(1, finding(Kind.DISK_PRESSURE, i % 2 == 0 ? Level.WARNING : Level.CRITICAL));
    }
    assertThat(only().timeline()).hasSize(40);
    assertThat(only().timeline().getFirst().event()).isEqualTo(Incident.Event.OPENED);
  }

  /** Whatever comes and goes: what is open was seen lately, and no more is told than can be. */
  @Test
  void flappingTellsLessAndLess() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      book = IncidentBook.EMPTY;
      happened.clear();
      Finding crash = finding(Kind.CRASH_LOOP, Level.CRITICAL);
      boolean present = false;
      for (int i = 0; i < 500; i++) {
        present = random.nextInt(6) == 0 ? !present : present;
        if (present) {
          round(5, crash);
        } else {
          round(5);
        }
        for (Incident incident : book.all()) {
          boolean recent =
              !incident.seen().plus(IncidentRules.calm(incident)).isBefore(now.minusSeconds(5));
          assertThat(incident.status().isActive())
              .as("seed %d", seed)
              .isEqualTo(incident.status().isActive() && recent);
        }
      }
      // In 2500 s it is there or not for 30 s on average; told of each time it would be 80 events.
      assertThat(happened).as("seed %d", seed).hasSizeLessThan(24);
    }
  }
}
