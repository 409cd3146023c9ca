package io.drover.journal.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import io.drover.journal.StoredUsage;
import io.drover.journal.UsageStore;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Usage in the table {@code drover.usage_checkpoint}. Threads may share it. */
public final class PostgresUsageStore implements UsageStore {
  private static final String LOAD =
      """
      select service, last_sample, cast(body as text) as body
      from drover.usage_checkpoint order by service
      """;

  private static final String SAVE =
      """
      insert into drover.usage_checkpoint (service, last_sample, body)
      select service, last_sample, body
      from jsonb_to_recordset(cast(cast($1 as text) as jsonb))
        as batch(service text, last_sample timestamptz, body jsonb)
      on conflict (service) do update set last_sample = excluded.last_sample, body = excluded.body
      """;

  private static final String FORGET = "delete from drover.usage_checkpoint where last_sample < $1";

  private final Statements statements;

  /** A store that connects when it is first asked; the journal's own store makes its table. */
  public PostgresUsageStore(Connections connections) {
    statements = Statements.neverRefused(connections);
  }

  @Override
  public List<StoredUsage> load() {
    return statements.rows(LOAD, Tuple.tuple(), PostgresUsageStore::toStored);
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
    statements.change(SAVE, Tuple.of(StorableJson.of(batch.toString())));
  }

  @Override
  public int forget(Instant before) {
    return statements.change(FORGET, Tuple.of(before.atOffset(ZoneOffset.UTC)));
  }

  private static StoredUsage toStored(Row row) {
    return new StoredUsage(
        row.getString("service"),
        row.getOffsetDateTime("last_sample").toInstant(),
        row.getString("body"));
  }
}
