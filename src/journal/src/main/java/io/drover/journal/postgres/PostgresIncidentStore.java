package io.drover.journal.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import io.drover.journal.IncidentStore;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Incidents in the table {@code drover.incident}. Threads may share it. */
public final class PostgresIncidentStore implements IncidentStore {
  private static final String SAVE =
      """
      insert into drover.incident (id, changed_at, body)
      select id, changed_at, body
      from jsonb_to_recordset(cast(cast(:batch as text) as jsonb))
        as batch(id text, changed_at timestamptz, body jsonb)
      on conflict (id) do update set changed_at = excluded.changed_at, body = excluded.body
      """;

  private static final String FORGET = "delete from drover.incident where changed_at < :before";

  private static final String FIRING = "select cast(body as text) from drover.firing_alerts";

  private static final String SAVE_FIRING =
      """
      insert into drover.firing_alerts (changed_at, body)
      values (:at, cast(cast(:body as text) as jsonb))
      on conflict (sole) do update set changed_at = excluded.changed_at, body = excluded.body
      """;

  private final Statements statements;

  /**
   * A store that connects when it is first asked; the journal's own store makes its table.
   *
   * @param longest how long a call may wait for the database
   */
  public PostgresIncidentStore(Mutiny.SessionFactory sessions, Vertx vertx, Duration longest) {
    statements = new Statements(sessions, vertx, longest);
  }

  @Override
  public List<Stored> load(int most) {
    return statements.read(
        session ->
            session
                .createSelectionQuery(
                    "from IncidentRow order by changedAt desc, id desc", IncidentRow.class)
                .setMaxResults(most)
                .getResultList()
                .map(rows -> rows.stream().map(IncidentRow::toStored).toList()));
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
    statements.write(SAVE, query -> query.setParameter("batch", batch.toString()));
  }

  @Override
  public Optional<String> firing() {
    return statements.read(
        session ->
            session
                .createNativeQuery(FIRING, String.class)
                .getResultList()
                .map(rows -> rows.stream().findFirst()));
  }

  @Override
  public void saveFiring(Instant changedAt, String body) {
    statements.write(
        SAVE_FIRING,
        query ->
            query
                .setParameter("at", OffsetDateTime.ofInstant(changedAt, ZoneOffset.UTC))
                .setParameter("body", body));
  }

  @Override
  public int forget(Instant before) {
    return statements.write(
        FORGET,
        query -> query.setParameter("before", OffsetDateTime.ofInstant(before, ZoneOffset.UTC)));
  }
}
