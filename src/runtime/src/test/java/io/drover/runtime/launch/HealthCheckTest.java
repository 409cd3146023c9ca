package io.drover.runtime.launch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Durations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service's own health check takes for health, against real sockets. */
class HealthCheckTest {
  private static final String LONG = "30s";
  private static final String SHORT = "300ms";

  /** The exit code and what was said. */
  private record Answer(int code, String said) {}

  private static Answer run(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code = HealthCheck.run(arguments, new PrintStream(said, true, US_ASCII));
    return new Answer(code, said.toString(US_ASCII));
  }

  private static Answer unhealthy(String why) {
    return new Answer(1, "healthy: " + why + System.lineSeparator());
  }

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
  }

  /** Takes one request, answers it with these bytes and hangs up; gives the request. */
  private static CompletableFuture<String> answer(ServerSocket server, String bytes) {
    CompletableFuture<String> request = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = server.accept()) {
                request.complete(request(socket));
                socket.getOutputStream().write(bytes.getBytes(US_ASCII));
              } catch (IOException broken) {
                request.completeExceptionally(broken);
              }
            });
    return request;
  }

  private static String request(Socket socket) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("the request ends after: " + request);
      }
      request.append((char) next);
    }
    return request.toString();
  }

  private static String reply(int status) {
    return "HTTP/1.1 " + status + " as it is\r\ncontent-length: 2\r\n\r\n{}";
  }

  @Test
  void whoAnswers200IsHealthyAndNothingIsSaid() throws Exception {
    try (ServerSocket server = server()) {
      CompletableFuture<String> request = answer(server, reply(200));
      assertThat(run("healthy", "" + server.getLocalPort())).isEqualTo(new Answer(0, ""));
      assertThat(request.get(30, TimeUnit.SECONDS))
          .startsWith("GET /q/health/live HTTP/1.1\r\nHost: 127.0.0.1:" + server.getLocalPort())
          .contains("\r\nConnection: close\r\n");
    }
  }

  @Test
  void anotherPathIsAsked() throws Exception {
    try (ServerSocket server = server()) {
      CompletableFuture<String> request = answer(server, reply(200));
      assertThat(run("healthy", server.getLocalPort() + "/q/health/ready?x=1", LONG).code())
          .isZero();
      assertThat(request.get(30, TimeUnit.SECONDS))
          .startsWith("GET /q/health/ready?x=1 HTTP/1.1\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 404, 500, 503})
  void everyOtherStatusIsNot(int status) throws IOException {
    try (ServerSocket server = server()) {
      answer(server, reply(status));
      int port = server.getLocalPort();
      assertThat(run("healthy", "" + port, LONG))
          .isEqualTo(unhealthy("127.0.0.1:" + port + "/q/health/live answered " + status));
    }
  }

  @Test
  void whereNothingListensTheConnectionIsRefused() throws IOException {
    int closed;
    try (ServerSocket server = server()) {
      closed = server.getLocalPort();
    }
    assertThat(run("healthy", "" + closed, LONG))
        .isEqualTo(
            unhealthy(
                "127.0.0.1:"
                    + closed
                    + "/q/health/live can't be connected to: Connection refused"));
  }

  @Test
  void silenceEndsAfterItsTime() throws IOException {
    try (ServerSocket silent = server()) {
      int port = silent.getLocalPort();
      assertThat(run("healthy", "" + port, SHORT))
          .isEqualTo(unhealthy("127.0.0.1:" + port + "/q/health/live gave no answer within 300ms"));
    }
  }

  @Test
  void soDoesAnAnswerThatTrickles() throws IOException {
    try (ServerSocket slow = server()) {
      Thread.ofVirtual().start(() -> trickle(slow));
      int port = slow.getLocalPort();
      assertThat(run("healthy", "" + port, SHORT))
          .isEqualTo(unhealthy("127.0.0.1:" + port + "/q/health/live gave no answer within 300ms"));
    }
  }

  private static void trickle(ServerSocket server) {
    try (Socket socket = server.accept()) {
      while (true) {
        socket.getOutputStream().write('H');
        LockSupport.parkNanos(10_000_000);
      }
    } catch (IOException over) {
      // The check hung up.
    }
  }

  @Test
  void theStatusIsEnoughOfAnAnswer() throws IOException {
    CountDownLatch asked = new CountDownLatch(1);
    try (ServerSocket server = server()) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket socket = server.accept()) {
                  socket.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
                  asked.await();
                } catch (IOException | InterruptedException over) {
                  // The check hung up.
                }
              });
      assertThat(run("healthy", "" + server.getLocalPort(), LONG)).isEqualTo(new Answer(0, ""));
    } finally {
      asked.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 20",
        "HTTP/1.1 200",
        "HTTP/1.1 200 O",
        "HTTP/1.1 2000 OK\r\n",
        "220 mail.example.net ready\r\n",
        "\r\nHTTP/1.1 200 OK\r\n",
        "200\r\n"
      })
  void halfAnAnswerIsNoneAndNeitherIsGarbage(String bytes) throws IOException {
    try (ServerSocket server = server()) {
      answer(server, bytes);
      int port = server.getLocalPort();
      assertThat(run("healthy", "" + port, LONG))
          .isEqualTo(
              unhealthy(
                  "127.0.0.1:" + port + "/q/health/live answered with something that is not HTTP"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "healthy",
        "healthy,",
        "healthy,web",
        "healthy,0",
        "healthy,65536",
        "healthy,123456",
        "healthy,-1",
        "healthy,9482q/health",
        "healthy,http://127.0.0.1:9482/",
        "healthy,9482/ HTTP/1.1",
        "healthy,9482,soon",
        "healthy,9482,0s",
        "healthy,9482,2h",
        "healthy,9482,-1s",
        "healthy,9482,3s,more"
      },
      delimiter = '|')
  void wrongArgumentsAreToldInOneLine(String arguments) {
    Answer answer = run(arguments.split(",", -1));
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.said()).startsWith("healthy: ").hasLineCount(1).contains("expected");
  }

  @ParameterizedTest
  @CsvSource({"healthy, true", "healthy 9482, true", "'', false", "9482 healthy, false"})
  void theFirstArgumentDecides(String arguments, boolean asked) {
    String[] all = arguments.isEmpty() ? new String[0] : arguments.split(" ");
    assertThat(HealthCheck.isAsked(all)).isEqualTo(asked);
  }

  @Test
  void itStandsOnTheJdkAlone() throws Exception {
    URL[] own = {place(HealthCheck.class), place(Durations.class)};
    try (URLClassLoader bare = new URLClassLoader(own, ClassLoader.getPlatformClassLoader());
        ServerSocket server = server()) {
      answer(server, reply(200));
      var run =
          bare.loadClass(HealthCheck.class.getName())
              .getDeclaredMethod("run", String[].class, PrintStream.class);
      run.setAccessible(true);
      String[] arguments = {"healthy", "" + server.getLocalPort(), LONG};
      assertThat(run.invoke(null, arguments, System.err)).isEqualTo(0);
    }
  }

  private static URL place(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
