package io.drover.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.Eventually;
import io.drover.testkit.artefact.Caller.Answer;
import io.drover.testkit.artefact.ControlContract;
import io.drover.testkit.artefact.Surroundings;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The built placement service, whatever it was built as. */
@QuarkusIntegrationTest
@TestProfile(PlacementIT.Built.class)
class PlacementIT extends ControlContract {
  private static final Path ROOT = Path.of(System.getProperty("drover.root", ""));

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

  /** A second node, the shipped inventory, the reference document's stack and manifests. */
  public static final class Around extends Surroundings {
    /** With a database. */
    public Around() {
      super(true);
    }

    @Override
    protected Map<String, String> prepare(SimulatedSwarm swarm, Path folder) throws IOException {
      swarm.addNode("node2", 8_000_000_000L, 16L << 30, Map.of());
      Path policies = Files.createDirectory(folder.resolve("policies"));
      for (String manifest : List.of("resource-quota.yaml", "limit-range.yaml")) {
        Files.copy(
            ROOT.resolve("src/manifests/src/test/resources/reference").resolve(manifest),
            policies.resolve(manifest));
      }
      Path stacks = Files.createDirectory(folder.resolve("stacks"));
      Files.copy(
          ROOT.resolve("services/placement/src/test/resources/reference/medianest.yml"),
          stacks.resolve("medianest.yml"));
      return Map.of(
          "drover.placement.period",
          "300ms",
          "drover.moves.settle",
          "100ms",
          "drover.placement.agents.addresses",
          "http://127.0.0.1:1",
          "drover.policies",
          policies.toString(),
          "drover.stacks",
          stacks.toString(),
          "drover.inventory",
          ROOT.resolve("swarm/inventory.yml").toString());
    }
  }

  /** Of which service, and how many tasks, has to be said. */
  @Override
  protected Map<String, Integer> otherStatus() {
    return Map.of("/v1/quotas/fit", 400);
  }

  /** As the stack file of the reference document documents it, but for its memory. */
  private String redis(long bytes) {
    return swarm.addService(
        ServiceSpec.named("medianest_redis")
            .label("com.docker.stack.namespace", "medianest")
            .limited(500_000_000L, bytes)
            .reserving(100_000_000L, 128L << 20));
  }

  @Override
  protected void somethingToDecide() {
    String id = redis(100L << 20);
    Eventually.holds(
        "its limits are put back",
        () -> swarm.spec(id).contains("\"MemoryBytes\":" + (320L << 20)));
    swarm.removeService(id);
  }

  @Test
  void thePlanThatIsShippedIsAnswered() throws IOException {
    Answer answer =
        caller()
            .post(
                "/v1/placement/plan",
                Files.readString(ROOT.resolve("src/site/examples/plan.json")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("assignments")).isNotEmpty();
    assertThat(answer.json().path("totals").path("reservations").path("cpu").asText()).isNotEmpty();
    assertProblem(400, caller().post("/v1/placement/plan", "{\"nodes\": 7}"));
  }

  @Test
  void theFilesAreRead() {
    JsonNode inventory = caller().get("/v1/inventory").json();
    assertThat(inventory.path("problems")).isEmpty();
    assertThat(inventory.at("/servers/0/server").asText()).isEqualTo("server1");
    assertThat(inventory.path("findings")).isNotEmpty();
    Eventually.holds(
        "the manifests are read",
        () -> caller().get("/v1/policies").body().contains("resource-quota.yaml"));
    Eventually.holds(
        "the quota is shown", () -> caller().get("/v1/quotas").body().contains("medianest"));
  }

  @Test
  void aNodeIsDrainedAndComesBack() {
    String web = swarm.addService(ServiceSpec.named("shop_web").replicas(2));
    Eventually.holds(
        "the plan tells what would happen",
        () ->
            caller()
                .get("/v1/nodes/node2/drain-plan")
                .json()
                .path("services")
                .toString()
                .contains("shop_web"));
    assertThat(caller().post("/v1/nodes/node2/drain", "{}").status()).isEqualTo(200);
    Eventually.holds("raised", () -> swarm.replicas(web) == 3);
    Eventually.holds("drained", () -> "drain".equals(drain("availability")));
    assertThat(caller().delete("/v1/nodes/node2/drain").status()).isEqualTo(200);
    Eventually.holds("active again", () -> "active".equals(drain("availability")));
    Eventually.holds("over", () -> "none".equals(drain("stage")));
    assertProblem(404, caller().get("/v1/nodes/nowhere/drain-plan"));
    assertProblem(400, caller().post("/v1/nodes/node2/drain", "{\"allowStop\": 7}"));
    swarm.removeService(web);
  }

  private String drain(String field) {
    return caller().get("/v1/nodes/node2/drain").json().path(field).asText();
  }
}
