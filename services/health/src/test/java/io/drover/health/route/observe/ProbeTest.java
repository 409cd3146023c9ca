package io.drover.health.route.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.policy.RoutePolicy.Check;
import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.ProbeResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks of real sockets on loopback. */
class ProbeTest {
  private static final Check ROOT = new Check.Http("/");

  /** Long enough for a slow machine; only who never answers takes as long. */
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final Duration SHORT = Duration.ofSeconds(2);

  /** Answers one connection with this text, and leaves it open. */
  private static ProbeResult against(String text, Check check, Duration timeout)
      throws IOException {
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Thread answering =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      // Not closed here: the other side is to end it.
                      Socket accepted = server.accept();
                      accepted.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                      accepted.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                      accepted.close();
                    } catch (IOException gone) {
                      Thread.currentThread().interrupt();
                    }
                  });
      ProbeResult result = Probe.check(at(server.getLocalPort()), check, timeout);
      answering.interrupt();
      return result;
    }
  }

  private static Endpoint at(int port) {
    return new Endpoint("127.0.0.1", port);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "HTTP/1.1 200 OK, ''",
    "HTTP/1.0 204 No Content, ''",
    "HTTP/1.1 302 Found, ''",
    "HTTP/1.1 404 Not Found, answered 404",
    "HTTP/1.1 503 Service Unavailable, answered 503",
    "SSH-2.0-OpenSSH_9.2, answered with something that is not HTTP"
  })
  void anAnswerIsJudgedByItsFirstLine(String line, String why) throws IOException {
    assertThat(against(line + "\r\n", ROOT, TIMEOUT))
        .isEqualTo(why.isEmpty() ? new ProbeResult.Passed() : new ProbeResult.Failed(why));
  }

  @Test
  void aConnectionIsEnoughForTcp() throws IOException {
    assertThat(against("", new Check.Tcp(), TIMEOUT)).isEqualTo(new ProbeResult.Passed());
  }

  @Test
  void whoAcceptsButNeverAnswersFails() throws IOException {
    assertThat(against("", ROOT, SHORT))
        .isEqualTo(new ProbeResult.Failed("no answer within 2000 ms"));
  }

  @Test
  void aRefusalIsAnAnswerOfTheTasksSystem() throws IOException {
    int closed;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = server.getLocalPort();
    }
    assertThat(Probe.check(at(closed), ROOT, TIMEOUT))
        .isEqualTo(new ProbeResult.Failed("connection refused"));
  }
}
