package io.drover.journal.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import io.drover.journal.HourStore;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Hours in a table of the schema {@code drover}. Threads may share it. */
public final class PostgresHourStore implements HourStore {
  private static final String SAVE =
      """
      insert into drover.%s (service, hour, writer, body)
      select service, hour, writer, body
      from jsonb_to_recordset(cast(cast(:batch as text) as jsonb))
        as batch(service text, hour timestamptz, writer text, body jsonb)
      on conflict (service, hour, writer) do update set body = excluded.body
      """;

  private static final String FORGET = "delete from drover.%s where hour < :before";

  private final Statements statements;
  private final Class<? extends HourRow> row;
  private final String load;
  private final String save;
  private final String forget;

  private PostgresHourStore(Statements statements, Class<? extends HourRow> row, String table) {
    this.statements = statements;
    this.row = row;
    load = "from %s where service in :services and hour >= :since".formatted(row.getSimpleName());
    save = SAVE.formatted(table);
    forget = FORGET.formatted(table);
  }

  /**
   * What services used, in the table {@code usage_hour}. It connects when it is first asked; the
   * journal's own store makes its table.
   *
   * @param longest how long a call may wait for the database
   */
  public static PostgresHourStore ofUsage(
      Mutiny.SessionFactory sessions, Vertx vertx, Duration longest) {
    return new PostgresHourStore(
        new Statements(sessions, vertx, longest), UsageHourRow.class, "usage_hour");
  }

  /** How many tasks services had, in the table {@code replica_hour}; otherwise as that of usage. */
  public static PostgresHourStore ofReplicas(
      Mutiny.SessionFactory sessions, Vertx vertx, Duration longest) {
    return new PostgresHourStore(
        new Statements(sessions, vertx, longest), ReplicaHourRow.class, "replica_hour");
  }

  @Override
  public List<Hour> load(Collection<String> services, Instant since) {
    return statements.read(
        session ->
            session
                .createSelectionQuery(load, row)
                .setParameter("services", List.copyOf(services))
                .setParameter("since", since)
                .getResultList()
                .map(rows -> rows.stream().map(HourRow::toHour).toList()));
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
    statements.write(save, query -> query.setParameter("batch", batch.toString()));
  }

  @Override
  public int forget(Instant before) {
    return statements.write(
        forget,
        query -> query.setParameter("before", OffsetDateTime.ofInstant(before, ZoneOffset.UTC)));
  }
}
