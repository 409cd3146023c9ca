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

/** Hours in the table {@code drover.usage_hour}. Threads may share it. */
public final class PostgresHourStore implements HourStore {
  private static final String SAVE =
      """
      insert into drover.usage_hour (service, hour, writer, body)
      select service, hour, writer, body
      from jsonb_to_recordset(cast(cast(:batch as text) as jsonb))
        as batch(service text, hour timestamptz, writer text, body jsonb)
      on conflict (service, hour, writer) do update set body = excluded.body
      """;

  private static final String FORGET = "delete from drover.usage_hour where hour < :before";

  private final Statements statements;

  /**
   * A store that connects when it is first asked; the journal's own store makes its table.
   *
   * @param longest how long a call may wait for the database
   */
  public PostgresHourStore(Mutiny.SessionFactory sessions, Vertx vertx, Duration longest) {
    statements = new Statements(sessions, vertx, longest);
  }

  @Override
  public List<Hour> load(Collection<String> services, Instant since) {
    return statements.read(
        session ->
            session
                .createSelectionQuery(
                    "from HourRow where service in :services and hour >= :since", HourRow.class)
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
    statements.write(SAVE, query -> query.setParameter("batch", batch.toString()));
  }

  @Override
  public int forget(Instant before) {
    return statements.write(
        FORGET,
        query -> query.setParameter("before", OffsetDateTime.ofInstant(before, ZoneOffset.UTC)));
  }
}
