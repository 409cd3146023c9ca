package io.drover.journal.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.drover.journal.DecisionQuery;
import io.drover.journal.DecisionStore;
import io.drover.journal.Position;
import io.drover.journal.StoreRefusedException;
import io.drover.journal.StoredDecision;
import io.drover.journal.spool.Spooled;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Decisions in the table {@code drover.decision}. Threads may share it. */
public final class PostgresStore implements DecisionStore {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  // One statement for a whole batch. The time comes cut to microseconds: PostgreSQL would round.
  private static final String INSERT =
      """
      insert into drover.decision
        (id, seq, at, loop, instance, service, service_id, acted, outcome, summary, body)
      select body->>'id', seq, at, body->>'loop', body->>'instance', body->>'service',
        body->>'serviceId', cast(body->>'acted' as boolean), body->>'outcome', body->>'summary',
        body
      from jsonb_to_recordset(cast(cast($1 as text) as jsonb))
        as batch(seq bigint, at timestamptz, body jsonb)
      on conflict (id) do nothing
      """;

  private static final String PRUNE =
      """
      delete from drover.decision where id in (
        select id from drover.decision
        where (not acted and at < $1) or (acted and at < $2)
        limit $3)
      """;

  /** What {@link #toStored} reads. */
  static final String SELECT =
      "select id, seq, at, cast(body as text) as body from drover.decision";

  private final Statements statements;
  private final Migrations migrations;

  /**
   * A store that connects when it is first asked.
   *
   * @param migrating makes plain connections for a migration, when one is due
   */
  public PostgresStore(Connections connections, Supplier<DataSource> migrating) {
    statements = Statements.thatMayBeRefused(connections);
    migrations = new Migrations(Statements.neverRefused(connections), migrating);
  }

  @Override
  public void migrate() {
    migrations.run();
  }

  @Override
  public void insert(List<Spooled> records) {
    statements.change(INSERT, Tuple.of(batch(records)));
  }

  @Override
  public void ping() {
    statements.rows("select 1", Tuple.tuple(), row -> row.getInteger(0));
  }

  @Override
  public List<StoredDecision> newest(DecisionQuery query) {
    NewestQuery newest = NewestQuery.of(query);
    return statements.rows(newest.sql(), newest.parameters(), PostgresStore::toStored);
  }

  @Override
  public Optional<StoredDecision> find(String id) {
    return statements
        .rows(SELECT + " where id = $1", Tuple.of(id), PostgresStore::toStored)
        .stream()
        .findFirst();
  }

  @Override
  public int prune(Instant idleBefore, Instant actedBefore, int most) {
    return statements.change(
        PRUNE,
        Tuple.of(idleBefore.atOffset(ZoneOffset.UTC), actedBefore.atOffset(ZoneOffset.UTC), most));
  }

  private static StoredDecision toStored(Row row) {
    Instant at = row.getOffsetDateTime("at").toInstant();
    return StoredDecision.ofText(
        new Position(at, row.getLong("seq"), row.getString("id")), row.getString("body"));
  }

  private static String batch(List<Spooled> records) {
    ArrayNode batch = MAPPER.createArrayNode();
    for (Spooled record : records) {
      try {
        JsonNode body = MAPPER.readTree(record.json());
        Instant at = Instant.parse(body.path("at").asText()).truncatedTo(ChronoUnit.MICROS);
        batch.addObject().put("seq", record.seq()).put("at", at.toString()).set("body", body);
      } catch (JsonProcessingException | DateTimeException notADecision) {
        throw new StoreRefusedException("not a decision: " + record.json(), notADecision);
      }
    }
    try {
      // Each record is two levels deeper in the batch, which may be too deep for what is written.
      return MAPPER.writeValueAsString(batch);
    } catch (JsonProcessingException tooDeep) {
      throw new StoreRefusedException("not a batch: " + tooDeep.getOriginalMessage(), tooDeep);
    }
  }
}
