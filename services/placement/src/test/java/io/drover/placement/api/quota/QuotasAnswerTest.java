package io.drover.placement.api.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.drover.core.decision.Reason;
import io.drover.engine.DockerEngine;
import io.drover.manifests.Policies;
import io.drover.manifests.PolicyReader;
import io.drover.placement.decide.quota.QuotaDecider;
import io.drover.placement.decide.quota.QuotaInput;
import io.drover.placement.observe.quota.QuotaObservation;
import io.drover.placement.observe.quota.QuotaObserver;
import io.drover.placement.observe.quota.VolumeAgents;
import io.drover.placement.record.quota.QuotaBoard;
import io.drover.runtime.agents.AgentAddresses;
import io.drover.runtime.agents.AgentCalls;
import io.drover.testkit.ManualClock;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is seen of a stack and of its volumes, on a simulated Swarm with an agent that is played.
 */
class QuotasAnswerTest {
  private static final Path REFERENCE = Path.of("../../src/manifests/src/test/resources/reference");

  private final ManualClock clock = new ManualClock();
  private final SimulatedSwarm swarm = SimulatedSwarm.start(clock);
  private final DockerEngine engine =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()));
  private final AtomicInteger asked = new AtomicInteger();
  private String said = "{\"volumes\": []}";
  private HttpServer agent;

  @BeforeEach
  void playAgent() throws IOException {
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext(
        "/v1/volumes",
        exchange -> {
          asked.incrementAndGet();
          byte[] body = said.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(said.isEmpty() ? 503 : 200, Math.max(1, body.length));
          exchange.getResponseBody().write(body.length == 0 ? new byte[1] : body);
          exchange.close();
        });
    agent.start();
  }

  @AfterEach
  void stop() {
    agent.stop(0);
    engine.close();
    swarm.close();
  }

  private VolumeAgents agents() {
    URI address = URI.create("http://127.0.0.1:" + agent.getAddress().getPort());
    return new VolumeAgents(
        new AgentCalls(AgentAddresses.fixed(List.of(address)), () -> "t", Duration.ofSeconds(10)));
  }

  private static Policies manifests(String... texts) {
    Map<String, String> files = new HashMap<>();
    for (String text : texts) {
      files.put("f" + files.size() + ".yaml", text);
    }
    Policies policies = PolicyReader.read(files);
    assertThat(policies.problems()).isEmpty();
    return policies;
  }

  private static String reference(String file) throws IOException {
    return Files.readString(REFERENCE.resolve(file));
  }

  private QuotaObservation look(VolumeAgents agents, Policies policies) {
    return new QuotaObserver(engine, () -> policies, agents).look(clock.instant());
  }

  private static JsonNode answer(QuotaObservation seen) {
    QuotaBoard board = new QuotaBoard();
    board.saw(seen);
    return QuotasAnswer.write(seen, board).at("/stacks/0");
  }

  private static List<String> told(QuotaObservation seen) {
    var facts = seen.stacks().get("medianest");
    return QuotaDecider.decide(
            new QuotaInput(
                facts, seen.policies().quotasOf("medianest"), seen.volumesOf(facts), List.of()))
        .stack()
        .reasons()
        .stream()
        .map(Reason::toString)
        .toList();
  }

  @Test
  void usedAndHardAreTheResourcesOfTheManifestWithTheServicesThatUseThem() {
    swarm.addService(
        ServiceSpec.named("shop_web")
            .replicas(3)
            .reserving(500_000_000, 1 << 30)
            .limited(1_000_000_000, 1 << 30)
            .json());
    swarm.addService(ServiceSpec.named("shop_api").json());
    JsonNode stack =
        answer(
            look(
                agents(),
                manifests(
                    """
                    apiVersion: v1
                    kind: ResourceQuota
                    metadata: {name: q, namespace: shop}
                    spec:
                      hard: {requests.cpu: "1", limits.cpu: 4, pods: 9, configmaps: 2, services.nodeports: 1}
                    """)));
    assertThat(stack.at("/quotas/0/source").asText()).isEqualTo("ResourceQuota q (f0.yaml:1)");
    assertThat(stack.at("/quotas/0/notCounted/0").asText()).isEqualTo("services.nodeports");
    JsonNode lines = stack.at("/quotas/0/resources");
    assertThat(lines.findValuesAsText("resource"))
        .containsExactly("requests.cpu", "limits.cpu", "pods", "configmaps");
    assertThat(lines.findValuesAsText("state"))
        .containsExactly("exceeded", "within", "within", "within");
    assertThat(lines.at("/0/used").asText()).isEqualTo("1500m");
    assertThat(lines.at("/0/hard").asText()).isEqualTo("1");
    assertThat(lines.at("/0/services/0/service").asText()).isEqualTo("shop_web");
    assertThat(lines.at("/1/undeclared/0").asText()).isEqualTo("shop_api");
    assertThat(lines.at("/2/used").asText()).isEqualTo("4");
    assertThat(lines.at("/3/used").asText()).isEqualTo("0");
  }

  @Test
  void whatOtherNumbersWouldComeToIsToldByHowMuch() {
    swarm.addService(
        ServiceSpec.named("shop_web").replicas(2).limited(1_000_000_000, 1 << 30).json());
    QuotaObservation seen =
        look(
            agents(),
            manifests(
                """
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: q, namespace: shop}
                spec: {hard: {limits.cpu: 3500m, pods: 9}}
                """));
    JsonNode fit = FitAnswer.write(seen, "shop_web", "6");
    assertThat(fit.path("fits").asBoolean()).isFalse();
    assertThat(fit.path("admitted").asInt()).isEqualTo(3);
    assertThat(fit.path("exceeded").toString())
        .isEqualTo(
            "[{\"resource\":\"limits.cpu\",\"hard\":\"3500m\",\"used\":\"6\",\"over\":\"2500m\"}]");
    assertThat(FitAnswer.write(seen, "shop_web", "3").path("fits").asBoolean()).isTrue();
    for (String wrong : new String[] {"-1", "many", null}) {
      assertThatThrownBy(() -> FitAnswer.write(seen, "shop_web", wrong))
          .hasMessageContaining("replicas: expected a whole number");
    }
    assertThatThrownBy(() -> FitAnswer.write(seen, "shop_gone", "1"))
        .hasMessageContaining("shop_gone");
  }

  @Test
  void aVolumeThatHoldsMoreThanTheReferencesDefaultIsTold() throws IOException {
    said =
        """
        {"node": {"hostname": "n1"}, "at": "2026-01-01T12:00:00Z", "volumes": [
          {"name": "medianest_pg", "stack": "medianest", "bytes": 12884901888, "measuredAt": "2026-01-01T11:55:00Z"},
          {"name": "medianest_small", "stack": "medianest", "bytes": 1073741824, "measuredAt": "2026-01-01T11:55:00Z"},
          {"name": "medianest_lost", "stack": "medianest", "unknown": "permission denied"},
          {"name": "other", "stack": "", "bytes": 99999999999999, "measuredAt": "2026-01-01T11:55:00Z"}]}
        """;
    QuotaObservation seen = look(agents(), manifests(reference("limit-range.yaml")));
    assertThat(told(seen))
        .containsExactly(
            "VolumeTooLarge: volume medianest_pg on n1 holds 12Gi, and LimitRange medianest-limits lets a volume hold 10Gi");
    JsonNode volumes = answer(seen).at("/volumes");
    assertThat(volumes.findValuesAsText("name"))
        .containsExactly("medianest_lost", "medianest_pg", "medianest_small");
    assertThat(volumes.findValuesAsText("tooLarge")).containsExactly("false", "true", "false");
    assertThat(volumes.at("/0/unknown").asText()).isEqualTo("permission denied");
    assertThat(volumes.at("/1/most").asText()).isEqualTo("10Gi");
  }

  @Test
  void whatVolumesHoldIsCountedWhereAQuotaBoundsIt() {
    said =
        "{\"volumes\": [{\"name\": \"medianest_pg\", \"stack\": \"medianest\", \"bytes\": 3221225472}]}";
    Policies quota =
        manifests(
            """
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: q, namespace: medianest}
            spec: {hard: {requests.storage: 2Gi}}
            """);
    assertThat(told(look(agents(), quota)))
        .containsExactly("QuotaExceeded: quota q: requests.storage 3Gi of 2Gi");
    said = "";
    assertThat(told(look(agents(), quota)))
        .singleElement()
        .asString()
        .startsWith("QuotaUnknown: quota q: requests.storage unknown (agent 127.0.0.1:")
        .endsWith("answered 503) of 2Gi");
  }

  @Test
  void agentsAreAskedOnceAMinuteAndAgainAtOnceWhereTheyFailed() throws IOException {
    VolumeAgents agents = agents();
    Policies policies = manifests(reference("limit-range.yaml"));
    look(agents, policies);
    look(agents, policies);
    assertThat(asked).hasValue(1);
    clock.advance(Duration.ofMinutes(1));
    said = "";
    assertThat(look(agents, policies).volumes().failures()).hasSize(1);
    look(agents, policies);
    assertThat(asked).hasValue(3);
  }
}
