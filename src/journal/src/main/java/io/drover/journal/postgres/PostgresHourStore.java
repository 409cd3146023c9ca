package io.drover.journal.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import io.drover.journal.HourStore;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;

/** Hours in a table of the schema {@code drover}. Threads may share it. */
public final class PostgresHourStore implements HourStore {
  private static final String LOAD =
      """
      select service, hour, writer, cast(body as text) as body
      from drover.%s where service = any($1) and hour >= $2
      """;

  private static final String SAVE =
      """
      insert into drover.%s (service, hour, writer, body)
      select service, hour, writer, body
      from jsonb_to_recordset(cast(cast($1 as text) as jsonb))
        as batch(service text, hour timestamptz, writer text, body jsonb)
      on conflict (service, hour, writer) do update set body = excluded.body
      """;

  private static final String FORGET = "delete from drover.%s where hour < $1";

  private final Statements statements;
  private final String load;
  private final String save;
  private final String forget;

  private PostgresHourStore(Statements statements, String table) {
    this.statements = statements;
    load = LOAD.formatted(table);
    save = SAVE.formatted(table);
    forget = FORGET.formatted(table);
  }

  /**
   * What services used, in the table {@code usage_hour}. It connects when it is first asked; the
   * journal's own store makes its table.
   */
  public static PostgresHourStore ofUsage(Connections connections) {
    return new PostgresHourStore(Statements.neverRefused(connections), "usage_hour");
  }

  /** How many tasks services had, in the table {@code replica_hour}; otherwise as that of usage. */
  public static PostgresHourStore ofReplicas(Connections connections) {
    return new PostgresHourStore(Statements.neverRefused(connections), "replica_hour");
  }

  @Override
  public List<Hour> load(Collection<String> services, Instant since) {
    return statements.rows(
        load,
        Tuple.of(services.toArray(String[]::new), since.atOffset(ZoneOffset.UTC)),
        PostgresHourStore::toHour);
  }

  @Override
  public void save(List<Hour> hours) {
    ArrayNode batch = JsonNodeFactory.instance.arrayNode();
    for (Hour hour : hours) {
      batch
          .addObject()
          .put("service", hour.service())
          .put("hour", hour.hour().toString())
          .put("writer", hour.writer())
          .putRawValue("body", new RawValue(hour.body()));
    }
    statements.change(save, Tuple.of(StorableJson.of(batch.toString())));
  }

  @Override
  public int forget(Instant before) {
    return statements.change(forget, Tuple.of(before.atOffset(ZoneOffset.UTC)));
  }

  private static Hour toHour(Row row) {
    return new Hour(
        row.getString("service"),
        row.getOffsetDateTime("hour").toInstant(),
        row.getString("writer"),
        row.getString("body"));
  }
}
