package io.drover.testkit.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A real PostgreSQL in the foreground, for {@code scripts/run}: {@code PostgresServer
 * DATA_DIRECTORY PORT}. Prints {@code ready PORT} once it accepts connections and stops with the
 * process. The user is {@code postgres}, without a password, on loopback only.
 */
public final class PostgresServer {
  private PostgresServer() {}

  /** Starts it and waits for the end. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 2) {
      System.err.println("usage: PostgresServer DATA_DIRECTORY PORT");
      System.exit(2);
    }
    Path data = Files.createDirectories(Path.of(args[0]));
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setPort(Integer.parseInt(args[1]))
            .start();
    CountDownLatch end = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    server.close();
                  } catch (IOException e) {
                    System.err.println("PostgreSQL did not stop cleanly: " + e.getMessage());
                  }
                  end.countDown();
                }));
    System.out.println("ready " + server.getPort());
    end.await();
  }
}
