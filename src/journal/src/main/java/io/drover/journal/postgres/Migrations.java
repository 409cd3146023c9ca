package io.drover.journal.postgres;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Brings the schema up to date, and asks first whether it is: Flyway and the JDBC driver are some
 * hundreds of classes, which a service whose database is as it should be never loads.
 */
final class Migrations {
  /** Where the files are on the class path. */
  static final String FOLDER = "db/drover/journal";

  /** The files. Nobody looks for them in the folder: a native image has none. */
  static final List<String> FILES =
      List.of(
          "V1__decision.sql",
          "V4__usage_checkpoint.sql",
          "V5__usage_hour.sql",
          "V6__replica_hour.sql",
          "V8__incident.sql",
          "V9__backup.sql",
          "V10__firing_alerts.sql");

  /** The newest version. */
  static final String NEWEST = version(FILES.getLast());

  private static final String HAS_HISTORY =
      "select to_regclass('drover.flyway_schema_history') is not null as there";

  // Flyway applies versions in their order, so that the newest one tells of all before it. One that
  // failed is left for Flyway to tell of.
  private static final String HAS_NEWEST =
      """
      select coalesce(bool_and(success) and bool_or(version = $1), false) as there
      from drover.flyway_schema_history
      """;

  private final Statements statements;
  private final Supplier<DataSource> connections;

  /**
   * @param connections makes plain ones, which end with the migration: a pool would offer
   *     connections to a database that has gone since, for migrations are run whenever the database
   *     comes back
   */
  Migrations(Statements statements, Supplier<DataSource> connections) {
    this.statements = statements;
    this.connections = connections;
  }

  /** Runs what is due, if anything. */
  void run() {
    if (!upToDate()) {
      try {
        MigrationRun.with(connections.get());
      } catch (RuntimeException failed) {
        throw SqlFailure.passing(failed);
      }
    }
  }

  /** The version that a file is of: {@code 10} for {@code V10__firing_alerts.sql}. */
  static String version(String file) {
    return file.substring(1, file.indexOf("__"));
  }

  private boolean upToDate() {
    return there(statements.rows(HAS_HISTORY, Tuple.tuple(), Migrations::there))
        && there(statements.rows(HAS_NEWEST, Tuple.of(NEWEST), Migrations::there));
  }

  private static boolean there(Row row) {
    return row.getBoolean("there");
  }

  private static boolean there(List<Boolean> answers) {
    return answers.equals(List.of(true));
  }
}
