package io.drover.health.route.observe;

import io.drover.core.policy.RoutePolicy;
import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.ProbeResult;
import io.drover.runtime.probe.Deadline;
import io.drover.runtime.probe.StatusLine;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;

/** One check of one task: a connection, and for HTTP a GET whose first line is looked at. */
final class Probe {
  private Probe() {}

  /** Checks; never throws, and takes no longer than the timeout. Blocks: for a virtual thread. */
  static ProbeResult check(Endpoint at, RoutePolicy.Check check, Duration timeout) {
    Deadline deadline = Deadline.in(timeout);
    try (Socket socket = new Socket()) {
      try {
        socket.connect(new InetSocketAddress(at.host(), at.port()), deadline.millisLeft());
      } catch (SocketTimeoutException silent) {
        return new ProbeResult.NoWay("no connection within %d ms".formatted(timeout.toMillis()));
      } catch (NoRouteToHostException noWay) {
        return new ProbeResult.NoWay("no route to it");
      } catch (ConnectException refused) {
        return refused(refused);
      } catch (SocketException other) {
        return new ProbeResult.NoWay(text(other));
      }
      return switch (check) {
        case RoutePolicy.Check.Tcp tcp -> new ProbeResult.Passed();
        case RoutePolicy.Check.Http(String path) -> get(socket, at, path, deadline);
      };
    } catch (SocketTimeoutException late) {
      return new ProbeResult.Failed("no answer within %d ms".formatted(timeout.toMillis()));
    } catch (IOException broken) {
      return new ProbeResult.Failed("the connection broke: " + text(broken));
    }
  }

  /** A refusal is an answer of the task's system; "network is unreachable" is one of our own. */
  private static ProbeResult refused(ConnectException why) {
    return text(why).contains("refused")
        ? new ProbeResult.Failed("connection refused")
        : new ProbeResult.NoWay(text(why));
  }

  private static ProbeResult get(Socket socket, Endpoint at, String path, Deadline deadline)
      throws IOException {
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: drover-health\r\nConnection: close\r\n\r\n"
            .formatted(path, at);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    OptionalInt status = StatusLine.read(socket, deadline);
    if (status.isEmpty()) {
      return new ProbeResult.Failed("answered with something that is not HTTP");
    }
    return StatusLine.isGood(status.getAsInt())
        ? new ProbeResult.Passed()
        : new ProbeResult.Failed("answered " + status.getAsInt());
  }

  private static String text(IOException why) {
    return why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
  }
}
