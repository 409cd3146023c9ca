package io.drover.engine;

import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.transport.SSLConfig;
import io.drover.core.decision.Outcome;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Raw HTTP exchanges with one engine over docker-java's transport.
 *
 * <p>Three habits of that transport are kept in check here. Its unix socket knows no read timeout,
 * so an exchange runs on a virtual thread of its own, which is interrupted at a deadline (that
 * closes the socket). It repeats requests by itself, after an answer of 503 even a POST, unless the
 * body can't be sent twice; so writes send a body that can't. And it pools connections without
 * checking that they still live, so each exchange has its own.
 */
final class Wire implements AutoCloseable {
  private final EngineAddress address;
  private final Timeouts timeouts;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private DockerHttpClient exchanges;
  private DockerHttpClient streams;

  Wire(EngineAddress address, Timeouts timeouts) {
    this.address = address;
    this.timeouts = timeouts;
  }

  /**
   * One exchange; the answer's status is not looked at.
   *
   * @param body empty for none
   * @throws EngineException UNAVAILABLE when there was no whole answer within the deadline; a write
   *     may have been done nevertheless
   */
  Answer exchange(Request.Method method, String path, byte[] body) {
    return withinDeadline(
        () -> {
          try (Response response = client().execute(request(method, path, body))) {
            return new Answer(response.getStatusCode(), response.getBody().readAllBytes());
          }
        });
  }

  /**
   * The beginning of the answer to a GET.
   *
   * @param most bytes of it
   * @throws EngineException UNAVAILABLE when neither its end nor that many bytes came in time
   */
  Answer read(String path, int most, Duration within) {
    return within(
        within,
        () -> {
          try (Response response =
              client().execute(request(Request.Method.GET, path, new byte[0]))) {
            return new Answer(response.getStatusCode(), response.getBody().readNBytes(most));
          }
        });
  }

  /** A header of the answer to a GET, if the engine answered so and sent it. */
  Optional<String> header(String path, String name) {
    return withinDeadline(
        () -> {
          try (Response response =
              client().execute(request(Request.Method.GET, path, new byte[0]))) {
            return response.getStatusCode() == 200
                ? Optional.ofNullable(response.getHeader(name))
                : Optional.empty();
          }
        });
  }

  /**
   * Opens an answer without end; the caller closes it, from any thread.
   *
   * @throws RuntimeException when the engine can't be reached
   */
  Response open(String path) {
    return streamClient().execute(request(Request.Method.GET, path, new byte[0]));
  }

  /** The same for a POST, for example to run a command and hear what it writes. */
  Response open(String path, byte[] body) {
    return streamClient().execute(request(Request.Method.POST, path, body));
  }

  /**
   * Takes a connection over for raw bytes both ways, as attaching to a container does.
   *
   * @param input what is sent; a thread of its own reads it. That it ends isn't told to the other
   *     side
   * @throws RuntimeException when the engine can't be reached or refuses
   */
  Response hijack(String path, InputStream input) {
    Request request =
        Request.builder()
            .method(Request.Method.POST)
            .path(path)
            .hijackedInput(new Hijacked(input))
            .build();
    return streamClient().execute(request);
  }

  /**
   * The transport's thread that reads this dies of the connection's end, which is how each of them
   * ends: nothing to report. Who reads the answer hears of it.
   */
  private static final class Hijacked extends FilterInputStream {
    Hijacked(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Thread.currentThread().setUncaughtExceptionHandler((thread, ended) -> {});
      return super.read(bytes, offset, length);
    }
  }

  private static Request request(Request.Method method, String path, byte[] body) {
    Request.Builder request = Request.builder().method(method);
    request.path(path).putHeader("Connection", "close");
    if (method == Request.Method.POST && body.length == 0) {
      // Starting a container is refused with any body, be it empty but chunked; it may be repeated.
      return request.build();
    }
    if (method != Request.Method.GET) {
      request.putHeader("Content-Type", "application/json").body(new ByteArrayInputStream(body));
    }
    return request.build();
  }

  private <T> T withinDeadline(Callable<T> exchange) {
    return within(timeouts.exchange(), exchange);
  }

  private <T> T within(Duration deadline, Callable<T> exchange) {
    Future<T> future = threads.submit(exchange);
    try {
      return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw unavailable("no answer within " + deadline.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw unavailable("interrupted while waiting for an answer", e);
    } catch (CancellationException e) {
      throw unavailable("closed", e);
    } catch (ExecutionException e) {
      throw unavailable(rootMessage(e), e);
    }
  }

  private EngineException unavailable(String what, Exception cause) {
    return new EngineException(
        Outcome.Kind.UNAVAILABLE, "engine at " + address.uri() + ": " + what, cause);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
  }

  private synchronized DockerHttpClient client() {
    if (exchanges == null) {
      exchanges = build(timeouts.response());
    }
    return exchanges;
  }

  private synchronized DockerHttpClient streamClient() {
    if (streams == null) {
      streams = build(timeouts.quietEvents());
    }
    return streams;
  }

  private DockerHttpClient build(Duration quiet) {
    ApacheDockerHttpClient.Builder builder =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(address.uri())
            .connectionTimeout(timeouts.connect())
            .responseTimeout(quiet);
    if (address instanceof EngineAddress.TlsTcp tls) {
      SSLConfig certificates = new CertificateFolder(tls.certificates());
      builder.sslConfig(certificates);
    }
    return builder.build();
  }

  @Override
  public synchronized void close() {
    threads.shutdownNow();
    try {
      if (exchanges != null) {
        exchanges.close();
      }
      if (streams != null) {
        streams.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
