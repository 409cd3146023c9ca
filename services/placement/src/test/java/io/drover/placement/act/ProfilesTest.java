package io.drover.placement.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drover.core.decision.Decision;
import io.drover.engine.DockerEngine;
import io.drover.runtime.agents.AgentAddresses;
import io.drover.runtime.agents.AgentCalls;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.record.RecentDecisions;
import io.drover.runtime.time.Moment;
import io.drover.runtime.wiring.Suite;
import io.drover.testkit.ManualClock;
import io.drover.testkit.sim.SimulatedSwarm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders about node profiles, with an agent on each of two nodes. */
class ProfilesTest {
  private final ManualClock clock = new ManualClock();
  private final SimulatedSwarm swarm = SimulatedSwarm.start(clock);
  private final DockerEngine engine =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()));
  private final PauseSwitch pause = new PauseSwitch(engine);
  private final List<Decision> recorded = new ArrayList<>();
  private final List<String> ordered = new CopyOnWriteArrayList<>();
  private final List<HttpServer> agents = new ArrayList<>();

  @BeforeEach
  void twoNodesOneOfWhichAllowsIt() throws IOException {
    agent(
        swarm.addNode("allows", 8_000_000_000L, 16L << 30, Map.of("drover.profile", "apply")),
        "allows");
    agent(swarm.addNode("forbids", 8_000_000_000L, 16L << 30, Map.of()), "forbids");
  }

  private void agent(String nodeId, String hostname) throws IOException {
    HttpServer agent =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext("/v1/profile", exchange -> answer(exchange, nodeId, hostname));
    agent.start();
    agents.add(agent);
  }

  private void answer(HttpExchange exchange, String nodeId, String hostname) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      ordered.add(hostname + " " + exchange.getRequestURI().getPath());
    }
    byte[] body =
        """
        {"node": {"id": "%s", "hostname": "%s"}, "applied": true,
         "items": [{"name": "cpu governor", "state": "not_there", "why": "no such thing"}]}
        """
            .formatted(nodeId, hostname)
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @AfterEach
  void stop() {
    engine.close();
    swarm.close();
    agents.forEach(agent -> agent.stop(0));
  }

  private Profiles profiles(Mode mode) {
    return new Profiles(
        engine,
        new AgentCalls(
            AgentAddresses.fixed(
                agents.stream()
                    .map(agent -> URI.create("http://127.0.0.1:" + agent.getAddress().getPort()))
                    .toList()),
            () -> "token",
            Duration.ofSeconds(20)),
        pause,
        new Suite(mode, "me"),
        new DecisionIds(clock, new Random(1)),
        new DecisionRecorder(recorded::add, new SimpleMeterRegistry(), new RecentDecisions(9, 9)),
        () -> new Moment(0, clock.instant()));
  }

  @Test
  void theOrderGoesToThatNodeAlone() {
    Profiles profiles = profiles(Mode.ENFORCE);
    assertThat(profiles.set("allows", true, "me").path("applied").asBoolean()).isTrue();
    profiles.set("allows", false, "me");
    assertThat(ordered).containsExactly("allows /v1/profile/apply", "allows /v1/profile/revert");
    assertThat(recorded)
        .extracting(Decision::summary)
        .containsExactly(
            "apply the node profile to allows", "take the node profile back from allows");
  }

  @Test
  void aNodeThatDoesNotAllowItIsLeftAlone() {
    assertThatThrownBy(() -> profiles(Mode.ENFORCE).set("forbids", true, "me"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("docker node update --label-add drover.profile=apply forbids");
    assertThat(ordered).isEmpty();
    assertThat(recorded.getFirst().plan().held().getFirst().by().code())
        .isEqualTo("ProfileNotAllowed");
  }

  @Test
  void neitherInObserveModeNorWhilePausedAnythingIsOrdered() {
    assertThatThrownBy(() -> profiles(Mode.OBSERVE).set("allows", true, "me"))
        .hasMessageContaining("observe mode");
    pause.set(clock.instant(), clock.instant().plusSeconds(600), "me", "looking");
    assertThatThrownBy(() -> profiles(Mode.ENFORCE).set("allows", false, "me"))
        .hasMessageContaining("paused until");
    assertThat(ordered).isEmpty();
  }

  @Test
  void aNodeOrAgentThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> profiles(Mode.ENFORCE).set("nobody", true, "me"))
        .hasMessageContaining("there is no node nobody");
    agents.getFirst().stop(0);
    assertThatThrownBy(() -> profiles(Mode.ENFORCE).set("allows", true, "me"))
        .hasMessageContaining("the agent of node allows did not answer");
    assertThat(profiles(Mode.ENFORCE).check().failures()).hasSize(1);
  }
}
