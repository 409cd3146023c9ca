package io.drover.failover.act;

import io.drover.failover.decide.FenceReport;
import io.drover.failover.site.Description.Fence;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What turns a site off from outside: a command, or a webhook. Run once a move, on a thread of its
 * own; who leads next runs it again, so it has to bear being repeated.
 */
public final class ExternalFence {
  private static final int MOST_TOLD = 500;
  private static final Duration OUTPUT_LINGERS = Duration.ofSeconds(1);

  private final Fence fence;
  private long epoch = -1;
  private FenceReport report = new FenceReport.Nothing();

  /** Uses this. */
  public ExternalFence(Fence fence) {
    this.fence = fence;
  }

  /**
   * What came of it for this move; starts it when it was not. Never blocks.
   *
   * @param move epoch of the move
   * @param site the name of the site that is to be off
   */
  public synchronized FenceReport turnOff(long move, String site) {
    if (epoch != move) {
      epoch = move;
      report = new FenceReport.Nothing();
      Thread.ofVirtual().name("external-fence").start(() -> ended(move, run(move, site)));
    }
    return report;
  }

  private synchronized void ended(long move, FenceReport end) {
    if (epoch == move) {
      report = end;
    }
  }

  private FenceReport run(long move, String site) {
    try {
      for (URI webhook : fence.webhook()) {
        post(webhook, move, site);
      }
      if (!fence.command().isEmpty()) {
        command(move, site);
      }
      return new FenceReport.Confirmed(move, "the external fence confirmed it");
    } catch (IOException | RuntimeException failed) {
      // Whatever it was: without a report the move would wait for ever.
      String message = failed.getMessage() == null ? failed.toString() : failed.getMessage();
      return new FenceReport.Failed(move, "the external fence failed: " + message);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new FenceReport.Failed(move, "the external fence was interrupted");
    }
  }

  private void post(URI webhook, long move, String site) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(webhook)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"site\":\"%s\",\"move\":%d}".formatted(site, move)))
            .build();
    try {
      // A request's own timeout would end with the headers; an answer may also hang in the middle.
      int status =
          client
              .sendAsync(request, HttpResponse.BodyHandlers.discarding())
              .get(fence.timeout().toMillis(), TimeUnit.MILLISECONDS)
              .statusCode();
      if (status / 100 != 2) {
        throw new IOException("%s answered %d".formatted(named(webhook), status));
      }
    } catch (TimeoutException slow) {
      throw new IOException(
          "%s did not answer within %s".formatted(named(webhook), fence.timeout()), slow);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      throw new IOException(
          "%s: %s"
              .formatted(
                  named(webhook),
                  cause.getMessage() == null
                      ? cause.getClass().getSimpleName()
                      : cause.getMessage()),
          cause);
    } finally {
      client.shutdownNow();
    }
  }

  /** Without its query: that may be a secret, and what is said here is kept and shown. */
  private static String named(URI webhook) {
    return "%s://%s%s".formatted(webhook.getScheme(), webhook.getAuthority(), webhook.getPath());
  }

  private void command(long move, String site) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(fence.command()).redirectErrorStream(true);
    builder.environment().putAll(Map.of("DROVER_SITE", site, "DROVER_MOVE", Long.toString(move)));
    Process process = builder.start();
    process.getOutputStream().close();
    List<String> said = new CopyOnWriteArrayList<>();
    Thread reader = Thread.ofVirtual().start(() -> said.add(read(process)));
    if (!process.waitFor(fence.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IOException(
          "%s did not end within %s".formatted(fence.command().getFirst(), fence.timeout()));
    }
    // What it left running may hold its output open for ever.
    reader.join(OUTPUT_LINGERS);
    if (process.exitValue() != 0) {
      throw new IOException(
          "%s ended with %d: %s"
              .formatted(
                  fence.command().getFirst(), process.exitValue(), String.join("", said).strip()));
    }
  }

  /** The beginning of what it says; the rest is read too, or it would wait to be heard. */
  private static String read(Process process) {
    try (var output = process.getInputStream()) {
      String text = new String(output.readNBytes(MOST_TOLD), StandardCharsets.UTF_8);
      output.transferTo(java.io.OutputStream.nullOutputStream());
      return text;
    } catch (IOException closed) {
      return closed.getMessage();
    }
  }
}
