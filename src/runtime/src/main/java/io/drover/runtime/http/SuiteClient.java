package io.drover.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks another service of the suite. However it behaves, one that hangs in the middle of its answer
 * included, that takes no longer than the timeout and no more memory than the largest answer.
 */
public final class SuiteClient {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MIB = 1 << 20;

  private final URI base;
  private final Supplier<String> token;
  private final Duration timeout;
  private final int largest;
  private final HttpClient client;

  /**
   * A client for the service at a base address.
   *
   * @param base {@code http://host:port}
   * @param token shown to it, read anew each time since secrets get rotated
   * @param timeout for a whole exchange
   * @param largestMib size of the largest answer that is taken
   * @throws IllegalArgumentException when the address is none that HTTP can use
   */
  public SuiteClient(URI base, Supplier<String> token, Duration timeout, int largestMib) {
    if (base.getHost() == null || !("" + base.getScheme()).matches("https?")) {
      throw new IllegalArgumentException(
          "not an address of a service: %s; expected http(s)://host:port, and a host of letters,"
                  .formatted(base)
              + " digits, hyphens and dots: within a stack a service's name without the stack's");
    }
    this.base = base;
    this.token = token;
    this.timeout = timeout;
    this.largest = largestMib * MIB;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /** The host that is asked. */
  public String host() {
    return base.getHost();
  }

  /** Host and port. */
  public String authority() {
    return base.getAuthority();
  }

  /**
   * What it answers.
   *
   * @throws ConnectException when nobody listens there, or the name has no address
   * @throws IOException when it does not answer 200 and JSON in time, with why
   */
  public JsonNode get(String path) throws IOException, InterruptedException {
    FutureTask<JsonNode> exchange = new FutureTask<>(() -> exchange(path));
    Thread.ofVirtual().name("asks " + authority()).start(exchange);
    try {
      // The timeout of a request ends with the headers; a service may hang in its body, too.
      return exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new IOException("no answer within " + timeout.toMillis() + " ms", late);
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case ConnectException unreachable -> throw unreachable(unreachable);
        case IOException broken -> throw broken;
        default -> throw new IllegalStateException(failed.getCause());
      }
    } finally {
      exchange.cancel(true);
    }
  }

  /** The client's own has no message. */
  private ConnectException unreachable(ConnectException cause) {
    ConnectException told =
        new ConnectException(
            "nobody answers at %s, or the name has no address".formatted(authority()));
    told.initCause(cause);
    return told;
  }

  private JsonNode exchange(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(timeout)
            .header("Authorization", "Bearer " + token.get())
            .header("Accept", "application/json")
            .build();
    HttpResponse<InputStream> answer =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new IOException("it answered " + answer.statusCode());
      }
      byte[] bytes = body.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw new IOException("its answer is larger than %d MiB".formatted(largest / MIB));
      }
      return MAPPER.readTree(bytes);
    }
  }
}
