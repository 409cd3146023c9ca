package io.drover.journal.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.drover.core.decision.Decision;
import io.drover.journal.DecisionJson;
import io.drover.journal.DecisionQuery;
import io.drover.journal.Decisions;
import io.drover.journal.Position;
import io.drover.journal.StoreRefusedException;
import io.drover.journal.StoreUnavailableException;
import io.drover.journal.StoredDecision;
import io.drover.journal.spool.Spooled;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Decisions as the database keeps them. */
@QuarkusTest
@WithTestResource(RunningEnvironment.class)
class DecisionStoreOnPostgresTest extends OnPostgres {
  @Test
  void whatIsThereIsLeftAsItIs() {
    store.migrate();
    Decision first = Decisions.at(Decisions.START, "twice", "same", false);
    Decision second = Decisions.at(Decisions.START, "twice", "same", true);
    store.insert(List.of(spooled(1, first)));
    store.insert(List.of(spooled(1, second), spooled(2, Decisions.numbered(7_001, "same"))));
    assertThat(store.find("twice"))
        .hasValueSatisfying(
            stored -> assertThat(DecisionJson.read(stored.json())).isEqualTo(first));
    assertThat(store.find("id-007001")).isPresent();
  }

  @Test
  void oneThatCanNotBeStoredTakesItsBatchWithItAndIsNamed() {
    Spooled good = spooled(1, Decisions.numbered(7_100, "refused"));
    Spooled incomplete =
        new Spooled(2, "{\"id\":\"broken\",\"at\":\"2026-01-01T12:00:00Z\",\"acted\":true}");
    assertThatThrownBy(() -> store.insert(List.of(good, incomplete)))
        .isInstanceOf(StoreRefusedException.class);
    assertThatThrownBy(() -> store.insert(List.of(new Spooled(3, "no JSON"))))
        .isInstanceOf(StoreRefusedException.class);
    // Written into a batch it would be deeper than JSON is written.
    Spooled deep =
        new Spooled(
            4,
            "{\"id\":\"deep\",\"at\":\"2026-01-01T12:00:00Z\",\"n\":%s%s}"
                .formatted("[".repeat(998), "]".repeat(998)));
    assertThatThrownBy(() -> store.insert(List.of(good, deep)))
        .isInstanceOf(StoreRefusedException.class);
    assertThat(store.find("id-007100")).isEmpty();
  }

  @Test
  void oneThatCanNotBeReadIsMissingAndSaidToBe() throws SQLException {
    store.insert(List.of(spooled(1, Decisions.numbered(7_200, "unreadable"))));
    // More digits than are read.
    inDatabase(
        """
        update drover.decision set body = jsonb_build_object('n', cast(repeat('1', 1500) as numeric))
        where service = 'unreadable'
        """);
    assertThatThrownBy(() -> store.find("id-007200")).isInstanceOf(StoreUnavailableException.class);
    viewer()
        .get("/v1/decisions?service=unreadable")
        .then()
        .statusCode(200)
        .body("complete", equalTo(false))
        .body("decisions", empty());
    inDatabase("delete from drover.decision where service = 'unreadable'");
  }

  @Test
  void theDatabaseOrdersAsTheProgramDoes() {
    List<Spooled> batch = new ArrayList<>();
    List<Position> positions = new ArrayList<>();
    for (String id : List.of("a", "B", "b", "é", "_", "Z1", "😀", "\uFFFD")) {
      for (int nanos : new int[] {0, 999, 1_000}) {
        Decision decision =
            Decisions.at(Decisions.START.plusNanos(nanos), id + nanos, "order", true);
        batch.add(spooled(5, decision));
        positions.add(
            new Position(Decisions.START.plusNanos(nanos / 1_000 * 1_000), 5, id + nanos));
      }
    }
    store.insert(batch);
    Collections.sort(positions, Collections.reverseOrder());
    DecisionQuery all =
        new DecisionQuery(
            "order", "", "", DecisionQuery.Acted.YES, Decisions.START, DecisionQuery.END, 100);
    assertThat(store.newest(all).stream().map(StoredDecision::position)).isEqualTo(positions);

    List<Position> paged = new ArrayList<>();
    Position before = DecisionQuery.END;
    for (List<StoredDecision> page = List.of(); paged.isEmpty() || !page.isEmpty(); ) {
      page =
          store.newest(
              new DecisionQuery(
                  "order", "", "", DecisionQuery.Acted.ANY, Decisions.START, before, 5));
      page.forEach(stored -> paged.add(stored.position()));
      before = page.isEmpty() ? before : page.getLast().position();
    }
    assertThat(paged).isEqualTo(positions);
  }

  @Test
  void oldOnesArePruned() throws SQLException {
    store.insert(
        List.of(
            spooled(1, Decisions.numbered(20_000, "old")),
            spooled(2, Decisions.numbered(20_001, "old")),
            spooled(3, Decisions.numbered(20_002, "old")),
            spooled(4, Decisions.numbered(20_003, "old")),
            spooled(5, Decisions.at(Instant.now(), "young", "new", false))));
    Instant before = Decisions.START.plusSeconds(20_003);
    while (store.prune(before, Decisions.START.plusSeconds(20_001), 100) == 100) {
      assertThat(store.find("id-020003")).isPresent();
    }
    assertThat(idsInTable("old")).containsExactly("id-020002", "id-020003");
    assertThat(store.prune(before, before, 1)).isEqualTo(1);
    assertThat(idsInTable("old")).containsExactly("id-020003");
    assertThat(idsInTable("new")).containsExactly("young");
  }
}
