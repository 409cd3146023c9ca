package io.drover.journal.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import io.drover.journal.BackupCatalogStore;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The catalog of backups in the tables {@code drover.backup} and {@code drover.backup_run}. Threads
 * may share it.
 */
public final class PostgresBackupCatalogStore implements BackupCatalogStore {
  private static final String SAVE =
      """
      insert into drover.%1$s (id, %2$s, body)
      select id, at, body
      from jsonb_to_recordset(cast(cast(:batch as text) as jsonb))
        as batch(id text, at timestamptz, body jsonb)
      on conflict (id) do update set %2$s = excluded.%2$s, body = excluded.body
      """;
  private static final String SAVE_BACKUPS = SAVE.formatted("backup", "made_at");
  private static final String SAVE_RUNS = SAVE.formatted("backup_run", "started_at");

  private static final String FORGET_BACKUPS =
      """
      delete from drover.backup
      where id in (select jsonb_array_elements_text(cast(cast(:ids as text) as jsonb)))
      """;

  private static final String FORGET_RUNS =
      "delete from drover.backup_run where started_at < :before";

  private final Statements statements;

  /**
   * A store that connects when it is first asked; the journal's own store makes its tables.
   *
   * @param longest how long a call may wait for the database
   */
  public PostgresBackupCatalogStore(Mutiny.SessionFactory sessions, Vertx vertx, Duration longest) {
    statements = new Statements(sessions, vertx, longest);
  }

  @Override
  public List<Stored> backups(int most) {
    return statements.read(
        session ->
            session
                .createSelectionQuery(
                    "from BackupRow order by madeAt desc, id desc", BackupRow.class)
                .setMaxResults(most)
                .getResultList()
                .map(rows -> rows.stream().map(BackupRow::toStored).toList()));
  }

  @Override
  public void saveBackups(List<Stored> backups) {
    statements.write(SAVE_BACKUPS, query -> query.setParameter("batch", batch(backups)));
  }

  @Override
  public void forgetBackups(Collection<String> ids) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    ids.forEach(array::add);
    statements.write(FORGET_BACKUPS, query -> query.setParameter("ids", array.toString()));
  }

  @Override
  public List<Stored> runs(int most) {
    return statements.read(
        session ->
            session
                .createSelectionQuery(
                    "from BackupRunRow order by startedAt desc, id desc", BackupRunRow.class)
                .setMaxResults(most)
                .getResultList()
                .map(rows -> rows.stream().map(BackupRunRow::toStored).toList()));
  }

  @Override
  public void saveRuns(List<Stored> runs) {
    statements.write(SAVE_RUNS, query -> query.setParameter("batch", batch(runs)));
  }

  @Override
  public int forgetRuns(Instant before) {
    return statements.write(
        FORGET_RUNS,
        query -> query.setParameter("before", OffsetDateTime.ofInstant(before, ZoneOffset.UTC)));
  }

  private static String batch(List<Stored> some) {
    ArrayNode batch = JsonNodeFactory.instance.arrayNode();
    for (Stored one : some) {
      batch
          .addObject()
          .put("id", one.id())
          // PostgreSQL would round to microseconds.
          .put("at", one.at().truncatedTo(ChronoUnit.MICROS).toString())
          .putRawValue("body", new RawValue(one.body()));
    }
    return batch.toString();
  }
}
