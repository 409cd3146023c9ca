package io.drover.testkit.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.Eventually;
import io.drover.testkit.artefact.Caller.Answer;
import io.drover.testkit.postgres.RestartablePostgres;
import io.drover.testkit.sim.SimulatedSwarm;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What every built control service does: it holds its lease, is paused, and records. */
public abstract class ControlContract extends ArtefactContract {
  /** The Swarm that it works on. */
  protected SimulatedSwarm swarm;

  private RestartablePostgres postgres;

  /** Brings about something that the service decides on. */
  protected abstract void somethingToDecide();

  @Test
  void theWholeSuiteIsPausedAndGoesOn() {
    Answer paused = caller().post("/v1/pause", "{\"for\": \"10m\", \"why\": \"a quiet hour\"}");
    assertEquals(200, paused.status(), paused.body());
    assertTrue(paused.json().path("paused").asBoolean(), paused.body());
    assertEquals("a quiet hour", caller().get("/v1/pause").json().path("why").asText());
    assertProblem(400, caller().post("/v1/pause", "{\"for\": \"a while\"}"));
    assertEquals(200, caller().delete("/v1/pause").status());
    assertEquals(false, caller().get("/v1/pause").json().path("paused").asBoolean(true));
  }

  @Test
  void itHoldsItsLeaseAndReachesItsDatabase() {
    Eventually.holds(
        "it holds a lease",
        () -> caller().get("/v1/status").json().path("leases").path(0).path("acting").asBoolean());
    Eventually.holds("the database answers", this::journalIsUp);
  }

  private boolean journalIsUp() {
    return StreamSupport.stream(
            caller().get("/v1/status").json().path("dependencies").spliterator(), false)
        .anyMatch(one -> one.path("name").asText().equals("journal") && one.path("up").asBoolean());
  }

  @Test
  void decisionsGoToPostgresqlAndComeBack() {
    somethingToDecide();
    Eventually.holds("a decision is in the database", () -> recorded() > 0);
    JsonNode newest =
        Eventually.gives(
            "decisions are read from there",
            () -> {
              JsonNode read = caller().get("/v1/decisions?limit=10").json();
              return read.path("complete").asBoolean() && !read.path("decisions").isEmpty()
                  ? Optional.of(read.path("decisions").path(0))
                  : Optional.empty();
            });
    Answer one = caller().get("/v1/decisions/" + newest.path("id").asText());
    assertEquals(200, one.status(), one.body());
    assertEquals(newest.path("summary"), one.json().path("summary"));
    assertProblem(400, caller().get("/v1/decisions?limit=0"));
  }

  private int recorded() {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("select count(*) from drover.decision")) {
      count.next();
      return count.getInt(1);
    } catch (SQLException notYet) {
      return 0;
    }
  }
}
