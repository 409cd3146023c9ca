package io.drover.journal.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import io.drover.journal.BackupCatalogStore;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/**
 * The catalog of backups in the tables {@code drover.backup} and {@code drover.backup_run}. Threads
 * may share it.
 */
public final class PostgresBackupCatalogStore implements BackupCatalogStore {
  private static final String LOAD =
      """
      select id, %2$s as at, cast(body as text) as body
      from drover.%1$s order by %2$s desc, id desc limit $1
      """;
  private static final String LOAD_BACKUPS = LOAD.formatted("backup", "made_at");
  private static final String LOAD_RUNS = LOAD.formatted("backup_run", "started_at");

  private static final String SAVE =
      """
      insert into drover.%1$s (id, %2$s, body)
      select id, at, body
      from jsonb_to_recordset(cast(cast($1 as text) as jsonb))
        as batch(id text, at timestamptz, body jsonb)
      on conflict (id) do update set %2$s = excluded.%2$s, body = excluded.body
      """;
  private static final String SAVE_BACKUPS = SAVE.formatted("backup", "made_at");
  private static final String SAVE_RUNS = SAVE.formatted("backup_run", "started_at");

  private static final String FORGET_BACKUPS =
      """
      delete from drover.backup
      where id in (select jsonb_array_elements_text(cast(cast($1 as text) as jsonb)))
      """;

  private static final String FORGET_RUNS = "delete from drover.backup_run where started_at < $1";

  private final Statements statements;

  /** A store that connects when it is first asked; the journal's own store makes its tables. */
  public PostgresBackupCatalogStore(Connections connections) {
    statements = Statements.neverRefused(connections);
  }

  @Override
  public List<Stored> backups(int most) {
    return statements.rows(LOAD_BACKUPS, Tuple.of(most), PostgresBackupCatalogStore::toStored);
  }

  @Override
  public void saveBackups(List<Stored> backups) {
    statements.change(SAVE_BACKUPS, Tuple.of(batch(backups)));
  }

  @Override
  public void forgetBackups(Collection<String> ids) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    ids.forEach(array::add);
    statements.change(FORGET_BACKUPS, Tuple.of(StorableJson.of(array.toString())));
  }

  @Override
  public List<Stored> runs(int most) {
    return statements.rows(LOAD_RUNS, Tuple.of(most), PostgresBackupCatalogStore::toStored);
  }

  @Override
  public void saveRuns(List<Stored> runs) {
    statements.change(SAVE_RUNS, Tuple.of(batch(runs)));
  }

  @Override
  public int forgetRuns(Instant before) {
    return statements.change(FORGET_RUNS, Tuple.of(before.atOffset(ZoneOffset.UTC)));
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
    return StorableJson.of(batch.toString());
  }

  private static Stored toStored(Row row) {
    return new Stored(
        row.getString("id"), row.getOffsetDateTime("at").toInstant(), row.getString("body"));
  }
}
