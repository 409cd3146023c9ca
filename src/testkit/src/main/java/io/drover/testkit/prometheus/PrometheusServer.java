package io.drover.testkit.prometheus;

import io.drover.testkit.Eventually;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real Prometheus on a free port of loopback, which scrapes and evaluates each second. Needs the
 * programs {@code prometheus} and {@code promtool} of the distribution; without them it fails and
 * says so.
 */
public final class PrometheusServer implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Process process;
  private final URI url;

  private PrometheusServer(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /**
   * A server that is ready.
   *
   * @param folder for its data and configuration; the caller removes it
   * @param rules files of rules
   * @param scrapeConfigs the content of {@code scrape_configs}
   */
  public static PrometheusServer start(Path folder, List<Path> rules, String scrapeConfigs) {
    StringBuilder config =
        new StringBuilder("global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files:\n");
    rules.forEach(rule -> config.append("  - ").append(rule.toAbsolutePath()).append('\n'));
    config.append("scrape_configs:\n").append(scrapeConfigs.indent(2));
    int port = freePort();
    URI url = URI.create("http://127.0.0.1:" + port);
    Path log = folder.resolve("prometheus.log");
    try {
      Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
      Process process =
          new ProcessBuilder(
                  "prometheus",
                  "--config.file=" + file,
                  "--storage.tsdb.path=" + folder.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      PrometheusServer server = new PrometheusServer(process, url);
      try {
        Eventually.holds("Prometheus is ready", () -> server.isReady() || !process.isAlive());
        if (!process.isAlive()) {
          throw new IllegalStateException("prometheus ended: " + Files.readString(log));
        }
      } catch (RuntimeException | Error failed) {
        server.close();
        throw failed;
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("prometheus can't be run (package prometheus)", e);
    }
  }

  /**
   * Runs {@code promtool}.
   *
   * @return what it said, standard error included
   * @throws IllegalStateException when it fails; with what it said
   */
  public static String promtool(Path folder, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("drover-promtool", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
          throw new IllegalStateException("promtool did not end");
        }
        String said = Files.readString(out);
        if (process.exitValue() != 0) {
          throw new IllegalStateException(String.join(" ", command) + ": " + said);
        }
        return said;
      } finally {
        Files.deleteIfExists(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("promtool can't be run (package prometheus)", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Its address. */
  public URI url() {
    return url;
  }

  private boolean isReady() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(url.resolve("/-/ready")).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it and waits until it has. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
