package io.drover.journal.wiring;

import io.drover.testkit.postgres.RestartablePostgres;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL that does not run yet when the application starts, a spool, and tokens. */
public class Environment implements QuarkusTestResourceLifecycleManager {
  private RestartablePostgres postgres;
  private Path folder;

  @Override
  public Map<String, String> start() {
    // Of an application before this one in the same JVM: its meters would stay in place of ours.
    Metrics.globalRegistry.clear();
    try {
      postgres = new RestartablePostgres();
      folder = Files.createTempDirectory("drover-journal");
      return Map.of(
          "drover.journal.url", postgres.url(),
          "drover.journal.user", "postgres",
          // Decisions of tests are as old as they like.
          "drover.journal.retention.acted", "99999d",
          "drover.journal.retention.idle", "99999d",
          "drover.journal.password-file",
              Files.writeString(folder.resolve("password"), "unused\n").toString(),
          "drover.journal.spool", folder.resolve("spool").toString(),
          "drover.tokens.viewer-file",
              Files.writeString(folder.resolve("viewer"), "viewer-token\n").toString(),
          "drover.tokens.agent-file",
              Files.writeString(folder.resolve("agent"), "agent-token\n").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The database. */
  final RestartablePostgres postgres() {
    return postgres;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(postgres, new TestInjector.MatchesType(RestartablePostgres.class));
  }

  @Override
  public void stop() {
    postgres.close();
    try (Stream<Path> below = Files.walk(folder)) {
      List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
