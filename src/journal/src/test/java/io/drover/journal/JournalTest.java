package io.drover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.core.decision.Decision;
import io.drover.journal.spool.SpoolFullException;
import io.drover.journal.spool.SpoolSettings;
import io.drover.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal with its thread, on a database in memory. */
class JournalTest {
  private static final JournalSettings QUICK =
      new JournalSettings(
          Duration.ofDays(3_650),
          Duration.ofDays(3_650),
          7,
          Duration.ofMillis(1),
          Duration.ofMillis(5),
          Duration.ofMillis(5),
          Duration.ofHours(1));
  private static final long CAP = 1L << 20;

  @TempDir Path directory;

  private final FakeStore store = new FakeStore();
  private final BlockingQueue<DatabaseState> reports = new LinkedBlockingQueue<>();

  private Journal journal(String instance, long cap) {
    return new Journal(
        new SpoolSettings(directory, instance, cap),
        store,
        QUICK,
        () -> Decisions.START,
        reports::add);
  }

  private void awaitDrained(Journal journal) throws InterruptedException {
    while (!(journal.status().database() instanceof DatabaseState.Reachable)
        || journal.status().spooledRecords() > 0) {
      assertThat(reports.poll(1, TimeUnit.MINUTES)).as("a report of the drainer").isNotNull();
    }
  }

  private static List<String> ids(JournalAnswer answer) {
    return answer.decisions().stream().map(stored -> stored.position().id()).toList();
  }

  private static List<String> newestFirst(int from, int to) {
    return IntStream.range(from, to)
        .map(i -> to - 1 - i + from)
        .mapToObj("id-%06d"::formatted)
        .toList();
  }

  @Test
  void aDatabaseThatComesAndGoesLosesAndDoublesNothing() throws InterruptedException {
    try (Journal journal = journal("here", CAP)) {
      store.away(true);
      journal.start();
      for (int i = 0; i < 300; i++) {
        journal.record(Decisions.numbered(i, "web"));
        store.away(i % 40 < 20);
        if (i % 30 == 0) {
          store.diesAfterTheNextInsert();
        }
      }
      store.away(false);
      awaitDrained(journal);
      assertThat(store.ids())
          .isEqualTo(IntStream.range(0, 300).mapToObj("id-%06d"::formatted).toList());
      assertThat(ids(journal.newest(DecisionQuery.newest(300)))).isEqualTo(newestFirst(0, 300));
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void withoutADatabaseItAnswersWhatItHasAndSaysSo() {
    try (Journal journal = journal("here", CAP)) {
      IntStream.range(0, 4).forEach(i -> journal.record(Decisions.numbered(i, "web")));
      JournalAnswer answer = journal.newest(DecisionQuery.newest(3));
      assertThat(ids(answer)).isEqualTo(newestFirst(1, 4));
      assertThat(answer.isComplete()).isFalse();
      assertThat(answer.missing()).contains("not reached yet");
      assertThat(journal.find("id-000002").decisions()).hasSize(1);
      assertThat(journal.find("id-000002").isComplete()).isTrue();
      assertThat(journal.find("another").isComplete()).isFalse();
    }
  }

  @Test
  void queriesSeeBothSides() throws InterruptedException {
    try (Journal journal = journal("here", CAP)) {
      journal.start();
      journal.record(Decisions.numbered(0, "web"));
      journal.record(Decisions.numbered(1, "db"));
      awaitDrained(journal);
      store.away(true);
      journal.record(Decisions.numbered(2, "web"));
      while (journal.status().database() instanceof DatabaseState.Reachable) {
        assertThat(reports.poll(1, TimeUnit.MINUTES)).isNotNull();
      }
      assertThat(ids(journal.newest(DecisionQuery.newest(9)))).containsExactly("id-000002");
      store.away(false);
      awaitDrained(journal);
      DecisionQuery web =
          new DecisionQuery(
              "web", "", "", DecisionQuery.Acted.ANY, Decisions.START, DecisionQuery.END, 9);
      JournalAnswer answer = journal.newest(web);
      assertThat(ids(answer)).containsExactly("id-000002", "id-000000");
      assertThat(answer.isComplete()).isTrue();
    }
  }

  @Test
  void aRefusedQuestionIsSaidToBe() throws InterruptedException {
    try (Journal journal = journal("here", CAP)) {
      journal.start();
      awaitDrained(journal);
      store.refuseQuestions(true);
      JournalAnswer answer = journal.newest(DecisionQuery.newest(9));
      assertThat(answer.decisions()).isEmpty();
      assertThat(answer.missing())
          .isEqualTo("the database refuses the question: no such character");
    }
  }

  @Test
  void pastActsAreKnownOrSaidToBePartial() throws InterruptedException {
    try (Journal journal = journal("here", CAP)) {
      IntStream.range(0, 5).forEach(i -> journal.record(Decisions.numbered(i, "web")));
      List<Decision> acted = List.of(Decisions.numbered(4, "web"), Decisions.numbered(2, "web"));
      assertThat(journal.actedSince("scaling", "web-id", Decisions.START.plusSeconds(1), 10))
          .isInstanceOf(PastActs.Partial.class)
          .extracting(PastActs::decisions)
          .isEqualTo(acted);
      journal.start();
      awaitDrained(journal);
      assertThat(journal.actedSince("scaling", "web-id", Decisions.START.plusSeconds(1), 10))
          .isEqualTo(new PastActs.Known(acted));
      assertThat(journal.actedSince("scaling", "web-id", Decisions.START, 1))
          .isEqualTo(new PastActs.Known(acted.subList(0, 1)));
      assertThat(journal.actedSince("other", "web-id", Decisions.START, 10))
          .isEqualTo(new PastActs.Known(List.of()));
      assertThat(journal.actedSince("scaling", "db-id", Decisions.START, 10))
          .isEqualTo(new PastActs.Known(List.of()));
    }
  }

  @Test
  void aFullSpoolRefusesAndCounts() {
    try (Journal journal = journal("here", 1_000)) {
      assertThatThrownBy(
              () ->
                  IntStream.range(0, 100).forEach(i -> journal.record(Decisions.numbered(i, "x"))))
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(SpoolFullException.class);
      assertThat(journal.status().refused()).isEqualTo(1);
      assertThat(journal.status().full()).isTrue();
    }
  }

  @Test
  void anInterruptedThreadStillRecords() {
    try (Journal journal = journal("here", CAP)) {
      Thread.currentThread().interrupt();
      journal.record(Decisions.numbered(0, "web"));
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
      assertThat(journal.status().spooledRecords()).isEqualTo(1);
    }
  }

  @Test
  void theNextProcessTakesOver() throws InterruptedException {
    try (Journal first = journal("one", CAP)) {
      first.record(Decisions.numbered(0, "web"));
    }
    try (Journal second = journal("two", CAP)) {
      second.start();
      awaitDrained(second);
      assertThat(ids(second.newest(DecisionQuery.newest(5)))).containsExactly("id-000000");
      // What was taken over is cleared away after its last record is acknowledged.
      Eventually.holds(
          "the spool of the first is gone",
          () -> {
            try (Stream<Path> left = Files.list(directory)) {
              return left.noneMatch(path -> path.getFileName().toString().startsWith("one"));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    assertThat(directory).isEmptyDirectory();
  }
}
