package io.drover.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteClientTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/whoami",
        exchange -> {
          byte[] bytes =
              "{\"said\": \"%s\"}"
                  .formatted(exchange.getRequestHeaders().getFirst("Authorization"))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.createContext(
        "/refused",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    server.createContext(
        "/hangs",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.createContext(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            while (over.getCount() > 0) {
              body.write(new byte[1 << 16]);
            }
          }
        });
    server.start();
  }

  @AfterEach
  void end() {
    over.countDown();
    server.stop(0);
  }

  private SuiteClient client(Duration timeout) {
    return new SuiteClient(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()), () -> "t", timeout, 1);
  }

  @Test
  void theTokenIsShownAndTheAnswerRead() throws Exception {
    assertThat(client(LONG).get("/whoami").path("said").asText()).isEqualTo("Bearer t");
  }

  @Test
  void aRefusalSaysItsStatus() {
    assertThatThrownBy(() -> client(LONG).get("/refused"))
        .isInstanceOf(IOException.class)
        .hasMessage("it answered 503");
  }

  @Test
  void oneThatHangsInItsBodyIsGivenUpOn() {
    assertThatThrownBy(() -> client(Duration.ofMillis(300)).get("/hangs"))
        .isInstanceOf(IOException.class)
        .hasMessage("no answer within 300 ms");
  }

  @Test
  void anEndlessAnswerIsNotTaken() {
    assertThatThrownBy(() -> client(LONG).get("/endless"))
        .isInstanceOf(IOException.class)
        .hasMessage("its answer is larger than 1 MiB");
  }

  @Test
  void nobodyThereIsSaid() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    SuiteClient nobody = new SuiteClient(URI.create("http://127.0.0.1:" + free), () -> "", LONG, 1);
    assertThatThrownBy(() -> nobody.get("/"))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("nobody answers at 127.0.0.1:" + free);
  }

  /** The JDK's client takes no name with an underscore, as full names of Swarm services have. */
  @ParameterizedTest
  @ValueSource(strings = {"http://drover_placement:9481", "placement:9481", "/v1", "ftp://host"})
  void whatIsNoAddressIsRefusedAtOnce(String base) {
    assertThatThrownBy(() -> new SuiteClient(URI.create(base), () -> "", LONG, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(base);
  }
}
