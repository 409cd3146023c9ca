package io.drover.testkit.artefact;

import io.drover.testkit.postgres.RestartablePostgres;
import io.drover.testkit.sim.SimulatedSwarm;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What stands around a built service: a simulated Swarm on a Unix socket, a PostgreSQL that runs,
 * and tokens. A subclass for each service adds what else it needs.
 */
public abstract class Surroundings implements QuarkusTestResourceLifecycleManager {
  /** The viewer's token. */
  public static final String VIEWER = "viewer-token";

  /** The operator's token. */
  public static final String OPERATOR = "operator-token";

  /** The agents' token. */
  public static final String AGENT = "agent-token";

  private final boolean recording;
  private Path folder;
  private SimulatedSwarm swarm;
  private RestartablePostgres postgres;

  /**
   * What stands around a service.
   *
   * @param recording whether it keeps a journal, so that it needs a PostgreSQL
   */
  protected Surroundings(boolean recording) {
    this.recording = recording;
  }

  /**
   * What one service needs besides.
   *
   * @param folder for its files; they are removed in the end
   * @return its settings
   */
  protected abstract Map<String, String> prepare(SimulatedSwarm swarm, Path folder)
      throws IOException;

  /** Ends what {@link #prepare} began. */
  protected void release() {}

  @Override
  public final Map<String, String> start() {
    try {
      folder = Files.createTempDirectory("drover-it");
      swarm = SimulatedSwarm.start();
      Map<String, String> settings = new HashMap<>();
      settings.put("quarkus.http.host", "127.0.0.1");
      settings.put("DOCKER_HOST", swarm.manager().listenOn(folder.resolve("docker.sock")));
      settings.put("drover.tokens.viewer-file", token("viewer", VIEWER));
      settings.put("drover.tokens.operator-file", token("operator", OPERATOR));
      settings.put("drover.tokens.agent-file", token("agent", AGENT));
      if (recording) {
        postgres = new RestartablePostgres();
        postgres.start();
        settings.put("drover.journal.url", postgres.url());
        settings.put("drover.journal.user", "postgres");
        settings.put("drover.journal.spool", folder.resolve("spool").toString());
        settings.put("drover.lease.ttl", "7s");
        settings.put("drover.lease.act-for", "5s");
        settings.put("drover.lease.renew-every", "1s");
      }
      settings.putAll(prepare(swarm, folder));
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String token(String role, String token) throws IOException {
    return Files.writeString(folder.resolve(role), token + "\n").toString();
  }

  @Override
  public final void inject(TestInjector injector) {
    injector.injectIntoFields(swarm, new TestInjector.MatchesType(SimulatedSwarm.class));
    if (recording) {
      injector.injectIntoFields(postgres, new TestInjector.MatchesType(RestartablePostgres.class));
    }
  }

  @Override
  public final void stop() {
    release();
    swarm.close();
    if (recording) {
      postgres.close();
    }
    try (Stream<Path> below = Files.walk(folder)) {
      List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
