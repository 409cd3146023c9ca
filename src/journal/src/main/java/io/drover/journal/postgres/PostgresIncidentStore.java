package io.drover.journal.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import io.drover.journal.IncidentStore;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Incidents in the table {@code drover.incident}. Threads may share it. */
public final class PostgresIncidentStore implements IncidentStore {
  private static final String LOAD =
      """
      select id, changed_at, cast(body as text) as body
      from drover.incident order by changed_at desc, id desc limit $1
      """;

  private static final String SAVE =
      """
      insert into drover.incident (id, changed_at, body)
      select id, changed_at, body
      from jsonb_to_recordset(cast(cast($1 as text) as jsonb))
        as batch(id text, changed_at timestamptz, body jsonb)
      on conflict (id) do update set changed_at = excluded.changed_at, body = excluded.body
      """;

  private static final String FORGET = "delete from drover.incident where changed_at < $1";

  private static final String FIRING =
      "select cast(body as text) as body from drover.firing_alerts";

  private static final String SAVE_FIRING =
      """
      insert into drover.firing_alerts (changed_at, body)
      values ($1, cast(cast($2 as text) as jsonb))
      on conflict (sole) do update set changed_at = excluded.changed_at, body = excluded.body
      """;

  private final Statements statements;

  /** A store that connects when it is first asked; the journal's own store makes its table. */
  public PostgresIncidentStore(Connections connections) {
    statements = Statements.neverRefused(connections);
  }

  @Override
  public List<Stored> load(int most) {
    return statements.rows(LOAD, Tuple.of(most), PostgresIncidentStore::toStored);
  }

  @Override
  public void save(List<Stored> incidents) {
    ArrayNode batch = JsonNodeFactory.instance.arrayNode();
    for (Stored incident : incidents) {
      batch
          .addObject()
          .put("id", incident.id())
          // PostgreSQL would round to microseconds.
          .put("changed_at", incident.changedAt().truncatedTo(ChronoUnit.MICROS).toString())
          .putRawValue("body", new RawValue(incident.body()));
    }
    statements.change(SAVE, Tuple.of(StorableJson.of(batch.toString())));
  }

  @Override
  public Optional<String> firing() {
    return statements.rows(FIRING, Tuple.tuple(), row -> row.getString("body")).stream()
        .findFirst();
  }

  @Override
  public void saveFiring(Instant changedAt, String body) {
    statements.change(
        SAVE_FIRING, Tuple.of(changedAt.atOffset(ZoneOffset.UTC), StorableJson.of(body)));
  }

  @Override
  public int forget(Instant before) {
    return statements.change(FORGET, Tuple.of(before.atOffset(ZoneOffset.UTC)));
  }

  private static Stored toStored(Row row) {
    return new Stored(
        row.getString("id"),
        row.getOffsetDateTime("changed_at").toInstant(),
        row.getString("body"));
  }
}
