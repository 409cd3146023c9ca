package io.drover.journal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.journal.DatabaseState;
import io.drover.journal.DecisionQuery;
import io.drover.journal.Decisions;
import io.drover.journal.FakeStore;
import io.drover.journal.Journal;
import io.drover.journal.JournalSettings;
import io.drover.journal.Position;
import io.drover.journal.spool.SpoolSettings;
import io.drover.testkit.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that take three questions and a bit. */
class DecisionsWriterTest {
  private static final int ALL = 3 * DecisionsWriter.AT_ONCE + 7;
  private static final Duration LONG = Duration.ofDays(3_650);

  @TempDir Path folder;

  private final FakeStore store = new FakeStore();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private Journal journal;

  @BeforeEach
  void start() {
    journal =
        new Journal(
            new SpoolSettings(folder, "here", 1L << 20),
            store,
            JournalSettings.DEFAULT.keeping(LONG, LONG),
            () -> Decisions.START,
            state -> {});
    IntStream.range(0, ALL).forEach(i -> journal.record(Decisions.numbered(i, "web")));
    journal.start();
    Eventually.holds(
        "all are in the database",
        () ->
            journal.status().database() instanceof DatabaseState.Reachable
                && journal.status().spooledRecords() == 0);
  }

  @AfterEach
  void stop() {
    journal.close();
  }

  private JsonNode answer() throws IOException {
    return new ObjectMapper().readTree(written.toByteArray());
  }

  private List<String> ids() throws IOException {
    List<String> ids = new ArrayList<>();
    answer().path("decisions").forEach(decision -> ids.add(decision.path("id").asText()));
    return ids;
  }

  private static List<String> newestFirst(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "id-%06d".formatted(ALL - 1 - i)).toList();
  }

  @Test
  void isAskedForInPartsAndWrittenAsOne() throws IOException {
    new DecisionsWriter(journal, DecisionQuery.newest(1_000)).write(written);
    assertThat(ids()).isEqualTo(newestFirst(0, ALL));
    assertThat(answer().path("complete").asBoolean()).isTrue();
    assertThat(answer().path("missing").asText()).isEmpty();
    assertThat(answer().path("next").asText()).isEmpty();
    assertThat(answer().fieldNames())
        .toIterable()
        .containsExactly("decisions", "complete", "missing", "next");
    assertThat(store.mostAskedFor()).isEqualTo(DecisionsWriter.AT_ONCE);
  }

  @Test
  void leadsToTheNextWhereItEndsAtItsLimit() throws IOException {
    DecisionQuery query = DecisionQuery.newest(2 * DecisionsWriter.AT_ONCE);
    new DecisionsWriter(journal, query).write(written);
    assertThat(ids()).isEqualTo(newestFirst(0, query.limit()));
    Position next = Position.ofCursor(answer().path("next").asText());
    written.reset();
    new DecisionsWriter(journal, query.page(next, 1_000)).write(written);
    assertThat(ids()).isEqualTo(newestFirst(query.limit(), ALL));
    assertThat(answer().path("next").asText()).isEmpty();
  }

  @Test
  void saysWhatIsMissingWhenTheDatabaseGoesMeanwhile() throws IOException {
    new DecisionsWriter(journal, DecisionQuery.newest(1_000))
        .write(
            new OutputStream() {
              @Override
              public void write(int b) {
                store.away(true);
                written.write(b);
              }
            });
    assertThat(ids()).isEqualTo(newestFirst(0, DecisionsWriter.AT_ONCE));
    assertThat(answer().path("complete").asBoolean()).isFalse();
    assertThat(answer().path("missing").asText()).contains("connection refused");
    assertThat(answer().path("next").asText()).isEmpty();
  }

  @Test
  void isNoWholeOneWhenItBreaksOff() {
    OutputStream breaking =
        new OutputStream() {
          private boolean broken;

          @Override
          public void write(int b) throws IOException {
            if (written.size() > 10_000 && !broken) {
              broken = true;
              throw new IOException("full");
            }
            written.write(b);
          }
        };
    DecisionsWriter writer = new DecisionsWriter(journal, DecisionQuery.newest(1_000));
    assertThatThrownBy(() -> writer.write(breaking)).hasMessage("full");
    assertThatThrownBy(this::answer).isInstanceOf(IOException.class);
  }
}
