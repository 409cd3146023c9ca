package io.drover.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Decision;
import io.drover.journal.spool.RefusedFile;
import io.drover.journal.spool.Spool;
import io.drover.journal.spool.SpoolSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds of the drainer, driven by hand against a database in memory. */
class DrainerTest {
  private static final JournalSettings SETTINGS = JournalSettings.DEFAULT;

  @TempDir Path directory;

  private final FakeStore store = new FakeStore();
  private final Undrained undrained = new Undrained();
  private final List<DatabaseState> reports = new ArrayList<>();
  private Instant now = Decisions.START.plusSeconds(3_600);
  private final InstantSource clock = () -> now;
  private Spool spool;
  private Drainer drainer;

  @BeforeEach
  void start() {
    SpoolSettings settings = new SpoolSettings(directory, "here", 1L << 20);
    spool = new Spool(settings, clock);
    drainer =
        new Drainer(
            spool, store, undrained, new RefusedFile(settings), SETTINGS, clock, reports::add);
  }

  @AfterEach
  void stop() throws IOException {
    spool.close();
  }

  private void record(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Decision decision = Decisions.numbered(i, "web");
      spool.append(
          DecisionJson.toLine(decision),
          taken -> undrained.add(new JournalEntry(taken.seq(), decision)));
    }
  }

  private static List<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj("id-%06d"::formatted).toList();
  }

  @Test
  void everythingArrivesOnceAndInOrder() throws IOException {
    record(0, 450);
    assertThat(drainer.round()).isEqualTo(SETTINGS.probeInterval());
    assertThat(store.arrived()).isEqualTo(ids(0, 450));
    assertThat(spool.records()).isZero();
    assertThat(undrained.all()).isEmpty();
    assertThat(drainer.database()).isEqualTo(new DatabaseState.Reachable(now));
  }

  @Test
  void whileTheDatabaseIsAwayNothingIsLost() throws IOException {
    store.away(true);
    record(0, 3);
    assertThat(drainer.round()).isEqualTo(SETTINGS.firstRetry());
    assertThat(drainer.round()).isEqualTo(SETTINGS.firstRetry().multipliedBy(2));
    assertThat(reports.getLast()).isEqualTo(new DatabaseState.Away(now, "connection refused"));
    assertThat(undrained.all()).hasSize(3);
    store.away(false);
    record(3, 5);
    assertThat(drainer.round()).isEqualTo(SETTINGS.probeInterval());
    assertThat(store.arrived()).isEqualTo(ids(0, 5));
    assertThat(reports.getLast()).isEqualTo(new DatabaseState.Reachable(now));
  }

  @Test
  void aDatabaseThatIsReadOnlyDoesNotComeAndGo() {
    store.readOnly(true);
    drainer.round();
    drainer.round();
    assertThat(reports)
        .hasSize(2)
        .allSatisfy(
            report -> assertThat(report).isEqualTo(new DatabaseState.Away(now, "read only")));
    store.readOnly(false);
    drainer.round();
    assertThat(drainer.database()).isEqualTo(new DatabaseState.Reachable(now));
  }

  @Test
  void thePauseBetweenAttemptsHasALimit() {
    store.away(true);
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 50; i++) {
      longest = drainer.round();
    }
    assertThat(longest).isEqualTo(SETTINGS.longestRetry());
  }

  @Test
  void aBatchWhoseAnswerIsLostIsSentAgainAndNotDoubled() throws IOException {
    record(0, 4);
    store.diesAfterTheNextInsert();
    drainer.round();
    assertThat(spool.records()).isEqualTo(4);
    drainer.round();
    assertThat(store.arrived()).hasSize(8);
    assertThat(store.ids()).isEqualTo(ids(0, 4));
    assertThat(spool.records()).isZero();
  }

  @Test
  void aDatabaseThatComesBackIsMigratedAnew() {
    drainer.round();
    drainer.round();
    assertThat(store.migrations()).isEqualTo(1);
    store.away(true);
    drainer.round();
    store.away(false);
    drainer.round();
    assertThat(store.migrations()).isEqualTo(2);
  }

  @Test
  void whatIsRefusedIsSetAsideAndDoesNotHoldUpTheRest() throws IOException {
    record(0, 10);
    store.refuse(record -> record.json().contains("id-000003"));
    drainer.round();
    List<String> expected = new ArrayList<>(ids(0, 10));
    expected.remove("id-000003");
    assertThat(store.ids()).isEqualTo(expected);
    assertThat(spool.records()).isZero();
    assertThat(undrained.all()).isEmpty();
    assertThat(Files.readAllLines(directory.resolve("refused.jsonl")))
        .containsExactly(DecisionJson.toLine(Decisions.numbered(3, "web")));
  }

  @Test
  void whatTheLastProcessLeftIsShownAndDrained() throws IOException {
    store.away(true);
    record(0, 3);
    spool.close();
    start();
    drainer.round();
    assertThat(spool.records()).isEqualTo(3);
    store.away(false);
    drainer.round();
    assertThat(store.ids()).isEqualTo(ids(0, 3));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void oldDecisionsGoThoseThatChangedNothingFirst() throws IOException {
    record(0, 2);
    drainer.round();
    now = Decisions.START.plus(SETTINGS.retention()).plusSeconds(2);
    drainer.round();
    assertThat(store.ids()).as("the even one acted").isEqualTo(ids(0, 1));
    now = Decisions.START.plus(SETTINGS.actedRetention()).plusSeconds(2);
    drainer.round();
    assertThat(store.ids()).isEmpty();
  }
}
