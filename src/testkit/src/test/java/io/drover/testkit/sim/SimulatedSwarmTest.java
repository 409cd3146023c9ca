package io.drover.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.testkit.ManualClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The simulation answers as Docker 20.10 does; the same is tried on a real one elsewhere. */
class SimulatedSwarmTest {
  private final SimulatedSwarm swarm = SimulatedSwarm.start(new ManualClock());
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    http.close();
    swarm.close();
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(swarm.dockerHost().replace("tcp:", "http:") + path);
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> response = call("GET", path, "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }

  @Test
  void aPingNamesTheVersionAndOthersAreRefused() throws Exception {
    assertThat(call("GET", "/_ping", "").headers().firstValue("Api-Version")).contains("1.41");
    assertThat(get("/version").path("ApiVersion").asText()).isEqualTo("1.41");
    assertThat(get("/v1.41/info").path("Swarm").path("ControlAvailable").asBoolean()).isTrue();
    HttpResponse<String> tooNew = call("GET", "/v1.51/services", "");
    assertThat(tooNew.statusCode()).isEqualTo(400);
    assertThat(tooNew.body()).contains("client version 1.51 is too new");
    swarm.manager().speaks("1.44", "1.51");
    assertThat(call("GET", "/v1.41/services", "").body()).contains("1.41 is too old");
  }

  @Test
  void anUpdateKeepsTheSpecsTextAndMovesTheVersion() throws Exception {
    String spec = "{ \"Name\":\"web\", \"Mode\":{\"Replicated\":{\"Replicas\":2}},\"X\":1e3 }";
    String id = swarm.addService(spec);
    long version = swarm.version(id);
    String more = spec.replace(":2}", ":5}");

    String update = "/v1.41/services/" + id + "/update?version=";
    assertThat(call("POST", update + version, more).statusCode()).isEqualTo(200);
    HttpResponse<String> stale = call("POST", update + version, spec);

    assertThat(stale.statusCode()).isEqualTo(500);
    assertThat(stale.body()).contains("update out of sequence");
    assertThat(call("GET", "/v1.41/services/" + id, "").body())
        .contains("\"Spec\":" + more)
        .contains("\"PreviousSpec\":" + spec);
    assertThat(swarm.version(id)).isGreaterThan(version);
    assertThat(swarm.replicaHistory(id)).containsExactly(5);
    assertThat(swarm.running(id)).isEqualTo(5);
    assertThat(call("DELETE", "/v1.41/services/web", "").statusCode()).isEqualTo(200);
    assertThat(call("GET", "/v1.41/services/" + id, "").statusCode()).isEqualTo(404);
    assertThat(get("/tasks")).isEmpty();
  }

  @Test
  void tasksFollowReplicasAndNodes() throws Exception {
    String second = swarm.addNode("node2", 4_000_000_000L, 8L << 30, Map.of("ssd", "yes"));
    String web = swarm.addService(ServiceSpec.named("shop_web").replicas(3));
    String agent = swarm.addService(ServiceSpec.named("agent").global());
    assertThat(swarm.running(agent)).isEqualTo(2);
    assertThat(get("/services?filters=" + encode("{\"name\":[\"shop\"]}"))).hasSize(1);
    assertThat(get("/tasks?filters=" + encode("{\"service\":{\"" + web + "\":true}}"))).hasSize(3);
    assertThat(get("/nodes").path(1).path("Spec").path("Labels").path("ssd").asText())
        .isEqualTo("yes");

    String first = swarm.tasks(web).getFirst();
    swarm.taskFails(first, "exit 1");
    swarm.changeNode(second, "down", "active");
    swarm.startTasksAs("preparing");
    swarm.rewrite(web, swarm.spec(web).replace("\"Replicas\":3", "\"Replicas\":4"));

    JsonNode tasks = get("/tasks?filters=" + encode("{\"service\":[\"" + web + "\"]}"));
    assertThat(tasks).hasSize(5);
    assertThat(tasks.findValuesAsText("Err")).containsExactly("exit 1");
    assertThat(swarm.running(web)).isEqualTo(2);
  }

  @Test
  void configsHaveUniqueNamesAndAreSwapped() throws Exception {
    String config = "{\"Name\":\"lease\",\"Labels\":{\"a\":\"1\"},\"Data\":\"eA==\"}";
    assertThat(call("POST", "/configs/create", config).statusCode()).isEqualTo(201);
    assertThat(call("POST", "/configs/create", config).statusCode()).isEqualTo(409);
    JsonNode found = get("/configs?filters=" + encode("{\"label\":[\"a\"]}")).path(0);
    assertThat(get("/configs?filters=" + encode("{\"label\":[\"b\"]}"))).isEmpty();
    String update =
        "/configs/%s/update?version=%d"
            .formatted(found.path("ID").asText(), found.path("Version").path("Index").asLong());

    String other = config.replace("eA==", "eQ==");
    assertThat(call("POST", update, other).statusCode()).isEqualTo(400);
    assertThat(call("POST", update, config.replace("1", "2")).statusCode()).isEqualTo(200);
    assertThat(call("POST", update, config).body()).contains("update out of sequence");
    assertThat(call("POST", "/configs/none/update?version=1", config).statusCode()).isEqualTo(404);
    assertThat(call("DELETE", "/configs/lease", "").statusCode()).isEqualTo(204);
  }

  @Test
  void eventsAreStreamedUntilTheManagerGoesAway() throws Exception {
    HttpResponse<InputStream> stream =
        http.send(
            HttpRequest.newBuilder(
                    uri("/events?filters=" + encode("{\"type\":[\"service\",\"container\"]}")))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      swarm.addNode("unheard", 1, 1, Map.of());
      String id = swarm.addService(ServiceSpec.named("web"));
      JsonNode event = new ObjectMapper().readTree(lines.readLine());
      assertThat(event.path("Action").asText()).isEqualTo("create");
      assertThat(event.path("Actor").path("ID").asText()).isEqualTo(id);

      swarm.loseEvents(true);
      swarm.rollout(id, "updating");
      swarm.loseEvents(false);
      swarm.tell("container", "start", "c1", Map.of());
      assertThat(lines.readLine()).contains("container");

      swarm.manager().goAway();
      assertThatThrownBy(lines::readLine).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> get("/services")).isInstanceOf(IOException.class);
      swarm.manager().comeBack();
      assertThat(get("/services").path(0).path("UpdateStatus").path("State").asText())
          .isEqualTo("updating");
    }
  }

  @Test
  void faultsHitTheRequestsTheyAreMeantFor() throws Exception {
    String id = swarm.addService(ServiceSpec.named("web"));
    Faults faults = swarm.manager().faults();
    String update = "/services/" + id + "/update?version=";

    faults.failNext(1, "GET /tasks", 503, "no leader");
    assertThat(get("/services")).hasSize(1);
    assertThat(call("GET", "/tasks", "").body()).isEqualTo("{\"message\":\"no leader\"}");
    assertThat(get("/tasks")).hasSize(1);

    faults.overtakeNext(1, "POST /services");
    assertThat(call("POST", update + swarm.version(id), swarm.spec(id)).statusCode())
        .isEqualTo(500);
    faults.loseAnswers(1, "POST /services");
    assertThatThrownBy(() -> call("POST", update + swarm.version(id), swarm.spec(id)))
        .isInstanceOf(IOException.class);
    assertThat(swarm.updates(id)).isEqualTo(1);
    swarm.rollout(id, "updating");
    assertThat(call("POST", update + swarm.version(id), swarm.spec(id)).statusCode())
        .isEqualTo(200);
    assertThat(swarm.updatesDuringRollouts()).isEqualTo(1);
    assertThat(swarm.manager().requests("GET /tasks")).isEqualTo(2);
  }

  @Test
  void thousandsFit() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      swarm.addService(ServiceSpec.named("s" + i).replicas(2).reserving(100_000_000, 1 << 20));
    }
    assertThat(get("/services")).hasSize(2_000);
    assertThat(get("/tasks")).hasSize(4_000);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
