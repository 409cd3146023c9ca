package io.drover.journal.postgres;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema up to date, and asks first whether it is: Flyway and the JDBC driver are some
 * hundred classes, which a service whose database is as it should be never loads.
 */
final class Migrations {
  /** The newest version below {@code db/drover/journal}. */
  static final String NEWEST = "10";

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
  private final Supplier<Flyway> flyway;

  Migrations(Statements statements, Supplier<Flyway> flyway) {
    this.statements = statements;
    this.flyway = flyway;
  }

  /** Runs what is due, if anything. */
  void run() {
    if (!upToDate()) {
      try {
        flyway.get().migrate();
      } catch (RuntimeException failed) {
        throw SqlFailure.passing(failed);
      }
    }
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
