package io.drover.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.journal.DecisionQuery;
import io.drover.journal.DecisionQuery.Acted;
import io.drover.journal.Position;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewestQueryTest {
  private static final Instant SINCE = Instant.parse("2026-01-01T12:00:00Z");
  private static final Position BEFORE = new Position(SINCE.plusSeconds(60), 7, "id");

  private static String sql(NewestQuery query) {
    return query.sql().substring(PostgresStore.SELECT.length());
  }

  private static Object[] values(Tuple tuple) {
    return IntStream.range(0, tuple.size()).mapToObj(tuple::getValue).toArray();
  }

  @Test
  void whatIsNotAskedForIsNotCompared() {
    NewestQuery query = NewestQuery.of(new DecisionQuery("", "", "", Acted.ANY, SINCE, BEFORE, 20));
    assertThat(sql(query))
        .isEqualTo(
            " where at >= $1 and (at, seq, id) < ($2, $3, $4)"
                + " order by at desc, seq desc, id desc limit $5");
    assertThat(values(query.parameters()))
        .containsExactly(
            SINCE.atOffset(ZoneOffset.UTC), BEFORE.at().atOffset(ZoneOffset.UTC), 7L, "id", 20L);
  }

  @Test
  void valuesAreParametersAndNeverText() {
    NewestQuery query =
        NewestQuery.of(new DecisionQuery("a'; --", "$9", "scaling", Acted.NO, SINCE, BEFORE, 20));
    assertThat(sql(query))
        .isEqualTo(
            " where at >= $1 and (at, seq, id) < ($2, $3, $4)"
                + " and service = $5 and service_id = $6 and loop = $7 and not acted"
                + " order by at desc, seq desc, id desc limit $8");
    assertThat(values(query.parameters())).contains("a'; --", "$9", "scaling", 20L);
  }

  @Test
  void onlyWhatActed() {
    NewestQuery query =
        NewestQuery.of(new DecisionQuery("", "", "scaling", Acted.YES, SINCE, BEFORE, 1));
    assertThat(sql(query)).contains(" and loop = $5 and acted order by ").endsWith(" limit $6");
  }
}
