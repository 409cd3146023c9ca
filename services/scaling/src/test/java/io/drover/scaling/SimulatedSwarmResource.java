package io.drover.scaling;

import io.drover.core.decision.Outcome;
import io.drover.engine.DockerEngine;
import io.drover.testkit.sim.SimulatedSwarm;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A simulated Swarm under the whole service, with a lease that is free, and a viewer's token. */
public final class SimulatedSwarmResource implements QuarkusTestResourceLifecycleManager {
  static final String TOKEN = "viewer-token";
  private SimulatedSwarm swarm;

  @Override
  public Map<String, String> start() {
    swarm = SimulatedSwarm.start();
    try (DockerEngine engine =
        DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()))) {
      Outcome made =
          engine.createConfig(
              "drover.lease.scaling",
              Map.of(
                  "drover.lease.holder", "",
                  "drover.lease.epoch", "1",
                  "drover.lease.renewal", "1",
                  "drover.lease.ttl", "PT7S"));
      if (!(made instanceof Outcome.Applied)) {
        throw new IllegalStateException("no lease: " + made);
      }
      Path token = Files.createTempFile(Path.of("target"), "drover-viewer", ".token");
      token.toFile().deleteOnExit();
      Files.writeString(token, TOKEN + "\n");
      return Map.of(
          "DOCKER_HOST", swarm.dockerHost(),
          "drover.tokens.viewer-file", token.toString(),
          "drover.lease.ttl", "7s",
          "drover.lease.act-for", "5s",
          "drover.lease.renew-every", "1s",
          "drover.scaling.period", "500ms",
          "drover.scaling.agents.addresses", "http://127.0.0.1:1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(swarm, new TestInjector.MatchesType(SimulatedSwarm.class));
  }

  @Override
  public void stop() {
    swarm.close();
  }
}
