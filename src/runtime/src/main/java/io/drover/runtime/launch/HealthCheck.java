package io.drover.runtime.launch;

import io.drover.core.model.Durations;
import io.drover.runtime.probe.Deadline;
import io.drover.runtime.probe.StatusLine;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A service's own health check, so that its image needs neither shell nor HTTP client: a process
 * whose first argument is {@value #WORD} asks the running one and ends, with 0 for health, else
 * with 1 and a line on standard error that says why. The other arguments are {@code PORT[/PATH]
 * [TIME]}. It stands on the JDK alone, so that nothing of Quarkus is loaded for it.
 */
public final class HealthCheck {
  /** The first argument. */
  public static final String WORD = "healthy";

  private static final int HEALTHY = 0;
  private static final int UNHEALTHY = 1;
  private static final int GOOD = 200;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private HealthCheck() {}

  /** Checks and ends the process when its arguments ask for that; does nothing else. */
  public static void endIfAsked(String... arguments) {
    if (isAsked(arguments)) {
      int result = run(arguments, System.err);
      MappedFiles.leaveNoTrace();
      // Nothing was started that would have to end in order.
      Runtime.getRuntime().halt(result);
    }
  }

  static boolean isAsked(String... arguments) {
    return arguments.length > 0 && arguments[0].equals(WORD);
  }

  /** Checks; the exit code. */
  static int run(String[] arguments, PrintStream errors) {
    Optional<String> problem;
    try {
      problem = problem(HealthQuestion.parse(List.of(arguments).subList(1, arguments.length)));
    } catch (IllegalArgumentException wrong) {
      problem = Optional.of(wrong.getMessage());
    }
    problem.ifPresent(why -> errors.println(WORD + ": " + why));
    errors.flush();
    return problem.isEmpty() ? HEALTHY : UNHEALTHY;
  }

  /** What is wrong; empty for a service that answers with 200 in time. */
  static Optional<String> problem(HealthQuestion question) {
    String where = "127.0.0.1:" + question.port() + question.path();
    try {
      OptionalInt status = ask(question);
      if (status.isEmpty()) {
        return Optional.of(where + " answered with something that is not HTTP");
      }
      return status.getAsInt() == GOOD
          ? Optional.empty()
          : Optional.of(where + " answered " + status.getAsInt());
    } catch (SocketTimeoutException silent) {
      return Optional.of(where + " gave no answer within " + Durations.format(question.time()));
    } catch (ConnectException refused) {
      return Optional.of(where + " can't be connected to: " + refused.getMessage());
    } catch (IOException broken) {
      return Optional.of(where + " broke the connection: " + broken.getMessage());
    }
  }

  private static OptionalInt ask(HealthQuestion question) throws IOException {
    Deadline deadline = Deadline.in(question.time());
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), question.port()),
          deadline.millisLeft());
      String request =
          "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: drover\r\nConnection: close\r\n\r\n"
              .formatted(question.path(), question.port());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return StatusLine.read(socket, deadline);
    }
  }
}
