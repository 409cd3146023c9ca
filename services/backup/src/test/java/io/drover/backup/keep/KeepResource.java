package io.drover.backup.keep;

import io.drover.core.decision.Outcome;
import io.drover.engine.DockerEngine;
import io.drover.testkit.sim.SimulatedSwarm;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A simulated Swarm under the whole service, with a lease that is free, tokens and a store. */
public final class KeepResource implements QuarkusTestResourceLifecycleManager {
  static final String VIEWER = "viewer-token";
  static final String OPERATOR = "operator-token";
  static final Path STORE = Path.of("target", "keep-test-store").toAbsolutePath();
  private SimulatedSwarm swarm;

  @Override
  public Map<String, String> start() {
    clear();
    swarm = SimulatedSwarm.start();
    try (DockerEngine engine =
        DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()))) {
      Outcome made =
          engine.createConfig(
              "drover.lease.backup",
              Map.of(
                  "drover.lease.holder", "",
                  "drover.lease.epoch", "1",
                  "drover.lease.renewal", "1",
                  "drover.lease.ttl", "PT7S"));
      if (!(made instanceof Outcome.Applied)) {
        throw new IllegalStateException("no lease: " + made);
      }
      return Map.ofEntries(
          Map.entry("DOCKER_HOST", swarm.dockerHost()),
          Map.entry("drover.tokens.viewer-file", token(VIEWER)),
          Map.entry("drover.tokens.operator-file", token(OPERATOR)),
          Map.entry("drover.lease.ttl", "7s"),
          Map.entry("drover.lease.act-for", "5s"),
          Map.entry("drover.lease.renew-every", "1s"),
          Map.entry("drover.backup.period", "300ms"),
          Map.entry("drover.backup.keep.refresh", "300ms"),
          Map.entry("drover.backup.store.folder", STORE.toString()),
          Map.entry("drover.backup.agents.addresses", "http://127.0.0.1:1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void clear() {
    try (Stream<Path> old = Files.exists(STORE) ? Files.walk(STORE) : Stream.empty()) {
      old.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String token(String token) throws IOException {
    Path file = Files.createTempFile(Path.of("target"), "drover", ".token");
    file.toFile().deleteOnExit();
    Files.writeString(file, token + "\n");
    return file.toString();
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
