package io.drover.journal.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import io.drover.journal.StoredUsage;
import io.drover.journal.UsageStore;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Usage in the table {@code drover.usage_checkpoint}. Threads may share it. */
public final class PostgresUsageStore implements UsageStore {
  private static final String SAVE =
      """
      insert into drover.usage_checkpoint (service, last_sample, body)
      select service, last_sample, body
      from jsonb_to_recordset(cast(cast(:batch as text) as jsonb))
        as batch(service text, last_sample timestamptz, body jsonb)
      on conflict (service) do update set last_sample = excluded.last_sample, body = excluded.body
      """;

  private static final String FORGET =
      "delete from drover.usage_checkpoint where last_sample < :before";

  private final Statements statements;

  /**
   * A store that connects when it is first asked; the journal's own store makes its table.
   *
   * @param longest how long a call may wait for the database
   */
  public PostgresUsageStore(Mutiny.SessionFactory sessions, Vertx vertx, Duration longest) {
    statements = new Statements(sessions, vertx, longest);
  }

  @Override
  public List<StoredUsage> load() {
    return statements.read(
        session ->
            session
                .createSelectionQuery("from UsageRow order by service", UsageRow.class)
                .getResultList()
                .map(rows -> rows.stream().map(UsageRow::toStored).toList()));
  }

  @Override
  public void save(List<StoredUsage> usages) {
    ArrayNode batch = JsonNodeFactory.instance.arrayNode();
    for (StoredUsage usage : usages) {
      batch
          .addObject()
          .put("service", usage.service())
          // PostgreSQL would round to microseconds.
          .put("last_sample", usage.lastSample().truncatedTo(ChronoUnit.MICROS).toString())
          .putRawValue("body", new RawValue(usage.body()));
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
