package io.drover.agent.observe;

import io.drover.agent.model.metrics.MalformedPageException;
import io.drover.agent.model.metrics.PageReader;
import io.drover.agent.model.metrics.Series;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gets pages of metrics from tasks. A task is not trusted: time and size are bounded, and where it
 * says that the page is elsewhere, nobody goes.
 */
final class PageClient implements AutoCloseable {
  /** Prometheus' own pages are a tenth of this. */
  static final int LARGEST_PAGE = 1 << 20;

  private final Duration timeout;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  /**
   * A client.
   *
   * @param timeout for a page as a whole
   */
  PageClient(Duration timeout) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .executor(threads)
            .build();
  }

  /**
   * The series of these names on a page.
   *
   * @throws IOException when there is no page to be had; the message says why
   */
  Map<String, Series> get(URI page, Set<String> names) throws IOException, InterruptedException {
    Future<Map<String, Series>> answer = threads.submit(() -> fetch(page, names));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("no page within " + timeout.toMillis() + " ms", late);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      String message = cause.getMessage();
      throw new IOException(
          message == null ? cause.getClass().getSimpleName() : message, failed.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private Map<String, Series> fetch(URI page, Set<String> names)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(page)
            .header("Accept", "text/plain;version=0.0.4, */*;q=0.1")
            .build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("answered " + response.statusCode());
      }
      return read(new Bounded(body), names);
    }
  }

  private static Map<String, Series> read(InputStream body, Set<String> names) throws IOException {
    PageReader page = new PageReader(names);
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        page.line(line);
      }
    } catch (MalformedPageException malformed) {
      throw new IOException("not in Prometheus' text format, " + malformed.getMessage(), malformed);
    }
    return page.found();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.shutdownNow();
  }

  /** Fails where a page is longer than it may be. */
  private static final class Bounded extends FilterInputStream {
    private long left = LARGEST_PAGE;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      count(read);
      return read;
    }

    private void count(int read) throws IOException {
      left -= Math.max(0, read);
      if (left < 0) {
        throw new IOException("the page is larger than 1 MiB");
      }
    }
  }
}
