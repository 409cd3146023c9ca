package io.drover.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.backup.act.FakeAgent;
import io.drover.testkit.Eventually;
import io.drover.testkit.artefact.Caller.Answer;
import io.drover.testkit.artefact.ControlContract;
import io.drover.testkit.artefact.Surroundings;
import io.drover.testkit.sim.SimulatedSwarm;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The built backup service, whatever it was built as. */
@QuarkusIntegrationTest
@TestProfile(BackupIT.Built.class)
class BackupIT extends ControlContract {
  private static final Set<String> OVER = Set.of("done", "failed", "cancelled");

  /** The service with what stands around it, and nothing of other tests. */
  public static final class Built implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Around.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  /** A folder for backups, and an agent of the only node with one volume. */
  public static final class Around extends Surroundings {
    private FakeAgent agent;

    /** With a database. */
    public Around() {
      super(true);
    }

    @Override
    protected Map<String, String> prepare(SimulatedSwarm swarm, Path folder) {
      agent = new FakeAgent("node000000000000000000001", "node1");
      agent.volume("shop_data", "what is in it");
      return Map.of(
          "drover.backup.period",
          "300ms",
          "drover.backup.keep.refresh",
          "300ms",
          "drover.backup.store.folder",
          folder.resolve("backups").toString(),
          "drover.backup.agents.addresses",
          agent.address().toString());
    }

    @Override
    protected void release() {
      agent.close();
    }
  }

  private String deploy() {
    return swarm.addService(
        """
        {"Name":"shop_db","Labels":{"com.docker.stack.namespace":"shop",
          "drover.backup.schedule":"30 3 * * * Europe/Berlin","drover.backup.keep":"last=2"},
         "TaskTemplate":{"ContainerSpec":{"Image":"pg:1","Mounts":[
           {"Type":"volume","Source":"shop_data","Target":"/d"}]}},
         "Mode":{"Replicated":{"Replicas":1}}}
        """);
  }

  /** Backs the stack up; returns the run as it was told in the end. */
  private JsonNode backUp() {
    Answer started =
        Eventually.gives(
            "a run starts",
            () -> {
              Answer answer = caller().post("/v1/runs", "{\"stack\": \"shop\"}");
              return answer.status() == 200 ? Optional.of(answer) : Optional.empty();
            });
    String run = "/v1/runs/" + started.json().path("id").asText();
    return Eventually.gives(
        "the run is over",
        () ->
            Optional.of(caller().get(run).json())
                .filter(told -> OVER.contains(told.path("stage").asText())));
  }

  @Override
  protected void somethingToDecide() {
    String id = deploy();
    assertThat(backUp().path("stage").asText()).isEqualTo("done");
    swarm.removeService(id);
  }

  @Test
  void aStackIsBackedUpListedVerifiedPlannedForAndRemoved() {
    String id = deploy();
    Eventually.holds(
        "the schedule is read",
        () -> caller().get("/v1/backups/status").body().contains("shop_db"));
    assertThat(caller().post("/v1/runs/plan", "{\"stack\": \"shop\"}").status()).isEqualTo(200);
    JsonNode run = backUp();
    assertThat(run.path("stage").asText()).as(run.toString()).isEqualTo("done");

    String name =
        Eventually.gives(
            "it is listed",
            () -> {
              JsonNode listed = caller().get("/v1/backups?stack=shop").json().path("backups");
              return listed.isEmpty()
                  ? Optional.empty()
                  : Optional.of(listed.path(0).path("name").asText());
            });
    aRestoreFindsThatItIsNoArchive();
    String path = "/v1/backups/shop/" + name;
    assertThat(caller().post(path + "/verify", "").status()).isEqualTo(200);
    Eventually.holds(
        "it is verified",
        () -> caller().get(path).json().at("/verified/result").asText().equals("damaged"));
    assertThat(caller().post("/v1/catalog/rebuild", "").json().path("backups").asInt())
        .isPositive();
    assertThat(caller().delete(path).status()).isEqualTo(200);
    assertProblem(404, caller().get(path));
    swarm.removeService(id);
  }

  /** What the agent gave is plain text; decompressing it shows that before anything is made. */
  private void aRestoreFindsThatItIsNoArchive() {
    String order = "{\"stack\": \"shop\", \"as\": \"shop2\"}";
    Answer plan = caller().post("/v1/restores/plan", order);
    assertThat(plan.status()).as(plan.body()).isEqualTo(200);
    assertThat(plan.json().path("possible").asBoolean()).as(plan.body()).isTrue();
    Answer started = caller().post("/v1/restores", order);
    assertThat(started.status()).as(started.body()).isEqualTo(200);
    String restore = "/v1/restores/" + started.json().path("id").asText();
    JsonNode told =
        Eventually.gives(
            "the restore is over",
            () ->
                Optional.of(caller().get(restore).json())
                    .filter(one -> OVER.contains(one.path("stage").asText())));
    assertThat(told.path("message").asText())
        .contains("shop_data: the compressed stream is damaged");
    assertThat(caller().get("/v1/restores").json().path("restores")).isNotEmpty();
  }

  @Test
  void mistakesAreNamed() {
    assertProblem(400, caller().post("/v1/runs", "{\"stack\": 7}"));
    assertProblem(400, caller().post("/v1/restores", "{}"));
    assertProblem(400, caller().post("/v1/moves", "{}"));
    assertProblem(400, caller().get("/v1/backups/shop/latest"));
  }
}
