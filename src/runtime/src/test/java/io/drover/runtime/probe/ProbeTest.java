package io.drover.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as up and as down, and what says nothing. */
class ProbeTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @CsvSource({"200, true", "204, true", "302, true", "404, false", "503, false"})
  void theStatusDecides(int status, boolean up) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      String host = "127.0.0.1:" + server.getAddress().getPort();
      assertThat(Probe.look(URI.create("http://" + host + "/health"), LONG))
          .isEqualTo(up ? new Probed.Up() : new Probed.Down("answered " + status));
      assertThat(Probe.look(URI.create("tcp://" + host), LONG)).isEqualTo(new Probed.Up());
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "http", "https"})
  void whereNothingListensItIsDown(String scheme) throws IOException {
    assertThat(Probe.look(URI.create(scheme + "://127.0.0.1:" + closedPort()), LONG))
        .isEqualTo(new Probed.Down("connection refused"));
  }

  @Test
  void whoAcceptsAndSaysNothingIsDown() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(Probe.look(URI.create("http://127.0.0.1:" + silent.getLocalPort()), SHORT))
          .isEqualTo(new Probed.Down("no answer within 300 ms"));
    }
  }

  @Test
  void whoTricklesIsDownInTimeToo() throws IOException {
    try (ServerSocket slow = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> trickle(slow));
      assertThat(Probe.look(URI.create("http://127.0.0.1:" + slow.getLocalPort()), SHORT))
          .isEqualTo(new Probed.Down("no answer within 300 ms"));
    }
  }

  private static void trickle(ServerSocket server) {
    try (Socket socket = server.accept()) {
      while (true) {
        socket.getOutputStream().write('H');
        LockSupport.parkNanos(10_000_000);
      }
    } catch (IOException over) {
      // The probe hung up.
    }
  }

  @Test
  void whoAnswersTlsWithSomethingElseSaysNothingOfTheSite() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> greet(plain));
      assertThat(Probe.look(URI.create("https://127.0.0.1:" + plain.getLocalPort()), LONG))
          .isInstanceOf(Probed.Unknown.class);
    }
  }

  private static void greet(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write("220 mail.example.net ready\r\n".getBytes());
      socket.getInputStream().readAllBytes();
    } catch (IOException over) {
      // The probe hung up.
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://nowhere.invalid:80", "http://nowhere.invalid/", "ftp://127.0.0.1"})
  void whatCanNotBeAskedSaysNothing(String address) {
    assertThat(Probe.look(URI.create(address), LONG)).isInstanceOf(Probed.Unknown.class);
  }
}
