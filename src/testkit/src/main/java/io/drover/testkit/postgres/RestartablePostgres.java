package io.drover.testkit.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real PostgreSQL on one loopback port and one data directory, which tests start, stop and start
 * again; the user is {@code postgres}, without a password. It does not run until {@link #start}.
 */
public final class RestartablePostgres implements Closeable {
  private final Path home;
  private final int port;
  private EmbeddedPostgres server;

  /** One with a free port and directories of its own, which {@link #close} removes. */
  public RestartablePostgres() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
      home = Files.createTempDirectory("drover-postgres");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its port, also while it does not run. */
  public int port() {
    return port;
  }

  /** {@code postgresql://HOST:PORT/DATABASE}. */
  public String url() {
    return "postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Whether it was started and not stopped since. */
  public boolean isRunning() {
    return server != null;
  }

  /** Starts it, with the data that it had; returns when it accepts connections. */
  public void start() {
    try {
      server =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(home.resolve("server").toFile())
              .setDataDirectory(Files.createDirectories(home.resolve("data")))
              .setCleanDataDirectory(false)
              .setPort(port)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start on port " + port, e);
    }
  }

  /** Stops it, cutting off whoever is connected; nothing when it does not run. */
  public void stop() {
    try {
      if (server != null) {
        server.close();
        server = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not stop", e);
    }
  }

  /** A plain connection; the caller closes it. */
  public Connection connect() throws SQLException {
    return server.getPostgresDatabase().getConnection();
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> below = Files.walk(home)) {
      List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not remove " + home, e);
    }
  }
}
