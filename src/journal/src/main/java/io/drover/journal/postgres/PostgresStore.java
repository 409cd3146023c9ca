package io.drover.journal.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.drover.journal.DecisionQuery;
import io.drover.journal.DecisionStore;
import io.drover.journal.StoreRefusedException;
import io.drover.journal.StoredDecision;
import io.drover.journal.spool.Spooled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.hibernate.reactive.mutiny.Mutiny;

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
      from jsonb_to_recordset(cast(cast(:batch as text) as jsonb))
        as batch(seq bigint, at timestamptz, body jsonb)
      on conflict (id) do nothing
      """;

  private static final String PRUNE =
      """
      delete from drover.decision where id in (
        select id from drover.decision
        where (not acted and at < :idle) or (acted and at < :acted)
        limit :most)
      """;

  private final Mutiny.SessionFactory sessions;
  private final Supplier<Flyway> flyway;
  private final Await await;

  /**
   * A store that connects when it is first asked.
   *
   * @param longest how long a call may wait for the database, migrating aside
   */
  public PostgresStore(
      Mutiny.SessionFactory sessions, Supplier<Flyway> flyway, Vertx vertx, Duration longest) {
    this.sessions = sessions;
    this.flyway = flyway;
    await = new Await(vertx, longest);
  }

  @Override
  public void migrate() {
    try {
      flyway.get().migrate();
    } catch (RuntimeException failed) {
      throw SqlFailure.ofMigration(failed);
    }
  }

  @Override
  public void insert(List<Spooled> records) {
    String batch = batch(records);
    write(INSERT, query -> query.setParameter("batch", batch));
  }

  @Override
  public void ping() {
    ask(session -> session.createNativeQuery("select 1", Integer.class).getSingleResult());
  }

  @Override
  public List<StoredDecision> newest(DecisionQuery query) {
    return ask(session -> NewestQuery.of(session, query).getResultList()).stream()
        .map(DecisionRow::toStored)
        .toList();
  }

  @Override
  public Optional<StoredDecision> find(String id) {
    return ask(
            session ->
                session
                    .createSelectionQuery("from DecisionRow where id = :id", DecisionRow.class)
                    .setParameter("id", id)
                    .getResultList())
        .stream()
        .map(DecisionRow::toStored)
        .findFirst();
  }

  @Override
  public int prune(Instant idleBefore, Instant actedBefore, int most) {
    return write(
        PRUNE,
        query ->
            query
                .setParameter("idle", OffsetDateTime.ofInstant(idleBefore, ZoneOffset.UTC))
                .setParameter("acted", OffsetDateTime.ofInstant(actedBefore, ZoneOffset.UTC))
                .setParameter("most", most));
  }

  private int write(String sql, Function<Mutiny.Query<?>, Mutiny.Query<?>> parameters) {
    return run(
        () ->
            sessions.withTransaction(
                (session, transaction) ->
                    parameters.apply(session.createNativeQuery(sql)).executeUpdate()));
  }

  private <T> T ask(Function<Mutiny.Session, Uni<T>> question) {
    return run(() -> sessions.withSession(question));
  }

  private <T> T run(Supplier<Uni<? extends T>> work) {
    try {
      return await.result(work);
    } catch (RuntimeException failed) {
      throw SqlFailure.of(failed);
    }
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
    return batch.toString();
  }
}
