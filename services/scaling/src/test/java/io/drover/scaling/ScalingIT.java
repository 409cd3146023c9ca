package io.drover.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.Eventually;
import io.drover.testkit.artefact.Caller.Answer;
import io.drover.testkit.artefact.ControlContract;
import io.drover.testkit.artefact.Surroundings;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import io.drover.testkit.tls.SecureServer;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built scaling service, whatever it was built as. */
@QuarkusIntegrationTest
@TestProfile(ScalingIT.Built.class)
class ScalingIT extends ControlContract {
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

  /** The reference document's manifests, and a Prometheus that speaks TLS; no agent. */
  public static final class Around extends Surroundings {
    private SecureServer prometheus;

    /** With a database. */
    public Around() {
      super(true);
    }

    @Override
    protected Map<String, String> prepare(SimulatedSwarm swarm, Path folder) throws IOException {
      Path policies = Files.createDirectory(folder.resolve("policies"));
      for (String manifest : List.of("hpa.yaml", "vpa.yaml")) {
        Files.copy(
            ROOT.resolve("src/manifests/src/test/resources/reference").resolve(manifest),
            policies.resolve(manifest));
      }
      prometheus = new SecureServer(folder, Around::fortyTwo);
      return Map.of(
          "drover.scaling.period", "300ms",
          "drover.scaling.agents.addresses", "http://127.0.0.1:1",
          "drover.scaling.prometheus.url", prometheus.address().toString(),
          "drover.scaling.prometheus.ca-file", prometheus.authority().toString(),
          "drover.policies", policies.toString());
    }

    private static String fortyTwo() {
      return """
      {"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[%d,"42"]}]}}
      """
          .formatted(Instant.now().getEpochSecond());
    }

    @Override
    protected void release() {
      prometheus.close();
    }
  }

  private String service(String name, Map<String, String> labels) {
    ServiceSpec spec = ServiceSpec.named(name).replicas(1).label("drover.scale.max", "5");
    for (Map.Entry<String, String> label : labels.entrySet()) {
      spec = spec.label(label.getKey(), label.getValue());
    }
    String id = swarm.addService(spec);
    Eventually.holds(name + " is seen", () -> caller().get("/v1/services/" + name).status() == 200);
    return id;
  }

  private JsonNode policy(String service) {
    for (JsonNode policy : caller().get("/v1/policies").json().path("policies")) {
      if (policy.path("service").asText().equals(service)) {
        return policy;
      }
    }
    throw new IllegalStateException("no policy of " + service);
  }

  @Override
  protected void somethingToDecide() {
    String id = service("shop_few", Map.of("drover.scale.min", "2"));
    Eventually.holds("it comes to its two tasks", () -> swarm.replicas(id) == 2);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/scaling/evaluate, evaluate.json, /desiredReplicas, 5",
    "/v1/resize/evaluate, resize.json, /recommendation/upperBound/memory, 34359738368"
  })
  void theShippedExamplesAreAnswered(String path, String example, String field, String value)
      throws IOException {
    String body = Files.readString(ROOT.resolve("src/site/examples").resolve(example));
    Answer answer = caller().post(path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at(field).asText()).isEqualTo(value);
    assertProblem(400, caller().post(path, "{\"now\": \"soon\"}"));
    assertProblem(400, caller().post(path, "{"));
  }

  @Test
  void manifestsGovernWhatTheyName() {
    swarm.addService(
        ServiceSpec.named("medianest_medianest-app")
            .replicas(2)
            .label("com.docker.stack.namespace", "medianest"));
    Eventually.holds(
        "the HorizontalPodAutoscaler is read",
        () ->
            policy("medianest_medianest-app").at("/manifests/0/max").asInt() == 10
                && caller().get("/v1/services/medianest_medianest-app").status() == 200);
    assertThat(caller().get("/v1/policies").json().at("/problems")).isEmpty();
    swarm.addService(
        ServiceSpec.named("medianest_postgres")
            .label("com.docker.stack.namespace", "medianest")
            .reserving(500_000_000L, 1L << 30));
    Eventually.holds(
        "the VerticalPodAutoscaler is read",
        () -> policy("medianest_postgres").at("/manifests/0/mode").asText().equals("auto"));
  }

  @Test
  void windowsOpenByTheClocksOfOtherPlaces() {
    service(
        "shop_evening",
        Map.of("drover.schedule.evening", "0 18 * * MON-FRI Europe/Berlin for 5h: min=2 max=4"));
    JsonNode schedule = policy("shop_evening").at("/schedules/0");
    assertThat(schedule.path("window").asText()).contains("Europe/Berlin");
    assertThat(schedule.at("/next/0/start").asText()).matches(".*T1[67]:00:00Z");
  }

  @Test
  void prometheusIsAskedOverTls() {
    service(
        "shop_queue",
        Map.of(
            "drover.scale.metric.depth", "10",
            "drover.scale.metric.depth.query", "sum(depth)"));
    Eventually.holds(
        "its answer is shown",
        () ->
            caller()
                .get("/v1/services/shop_queue")
                .json()
                .path("metrics")
                .toString()
                .contains("42"));
  }

  @Test
  void operatorsOrderAndTakeBack() {
    String id = service("shop_web", Map.of("drover.scale.min", "1"));
    Answer answer =
        caller()
            .post(
                "/v1/orders/shop_web/replicas",
                "{\"replicas\": 3, \"for\": \"2h\", \"why\": \"sale\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    Eventually.holds("it has three tasks", () -> swarm.replicas(id) == 3);
    assertThat(caller().get("/v1/orders").body()).contains("\"why\":\"sale\"");
    assertThat(
            caller()
                .post("/v1/orders/shop_web/pause", "{\"for\": \"1h\", \"why\": \"a look\"}")
                .json()
                .path("kind")
                .asText())
        .isEqualTo("pause");
    assertThat(caller().delete("/v1/orders/shop_web").status()).isEqualTo(200);
    assertProblem(400, caller().post("/v1/orders/shop_web/pause", "{\"for\": 7}"));
  }

  @Test
  void alertsAreTaken() {
    service("shop_alerted", Map.of("drover.scale.min", "1"));
    Answer answer =
        caller()
            .post(
                "/v1/hooks/alertmanager",
                """
                {"version": "4", "status": "firing", "alerts": [{"status": "firing", "labels":
                 {"alertname": "Busy", "drover_service": "shop_alerted", "drover_scale": "up"}}]}
                """);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/asked/0/service").asText()).isEqualTo("shop_alerted");
  }
}
