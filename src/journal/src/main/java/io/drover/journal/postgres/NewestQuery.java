package io.drover.journal.postgres;

import io.drover.journal.DecisionQuery;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;

/**
 * A {@link DecisionQuery} in SQL.
 *
 * @param sql with parameters {@code $1}, {@code $2} and so on
 * @param parameters their values
 */
record NewestQuery(String sql, Tuple parameters) {

  static NewestQuery of(DecisionQuery query) {
    Tuple values =
        Tuple.of(
            query.since().atOffset(ZoneOffset.UTC),
            query.before().at().atOffset(ZoneOffset.UTC),
            query.before().seq(),
            query.before().id());
    StringBuilder text =
        new StringBuilder(PostgresStore.SELECT)
            .append(" where at >= $1 and (at, seq, id) < ($2, $3, $4)");
    equal(text, values, "service", query.service());
    equal(text, values, "service_id", query.serviceId());
    equal(text, values, "loop", query.loop());
    switch (query.acted()) {
      case YES -> text.append(" and acted");
      case NO -> text.append(" and not acted");
      case ANY -> {}
    }
    values.addLong((long) query.limit());
    text.append(" order by at desc, seq desc, id desc limit $").append(values.size());
    return new NewestQuery(text.toString(), values);
  }

  private static void equal(StringBuilder text, Tuple values, String column, String value) {
    if (!value.isEmpty()) {
      values.addString(value);
      text.append(" and ").append(column).append(" = $").append(values.size());
    }
  }
}
