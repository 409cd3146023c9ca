package io.drover.health.route.observe;

import io.drover.core.policy.RoutePolicy;
import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.ProbeResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One check of one task: a connection, and for HTTP a GET whose first line is looked at. */
final class Probe {
  /** A status line is shorter; what goes on for longer without an end of line is none. */
  private static final int LONGEST_LINE = 512;

  private static final int FIRST_GOOD = 200;
  private static final int FIRST_BAD = 400;

  private Probe() {}

  /** Checks; never throws, and takes no longer than the timeout. Blocks: for a virtual thread. */
  static ProbeResult check(Endpoint at, RoutePolicy.Check check, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (Socket socket = new Socket()) {
      try {
        socket.connect(new InetSocketAddress(at.host(), at.port()), millisTo(deadline));
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

  private static ProbeResult get(Socket socket, Endpoint at, String path, long deadline)
      throws IOException {
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: drover-health\r\nConnection: close\r\n\r\n"
            .formatted(path, at);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    String line = firstLine(socket, deadline);
    String[] words = line.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("[1-5][0-9]{2}")) {
      return new ProbeResult.Failed("answered with something that is not HTTP");
    }
    int status = Integer.parseInt(words[1]);
    // HAProxy's own httpchk takes the same for good.
    return status >= FIRST_GOOD && status < FIRST_BAD
        ? new ProbeResult.Passed()
        : new ProbeResult.Failed("answered " + status);
  }

  private static String firstLine(Socket socket, long deadline) throws IOException {
    InputStream input = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    byte[] some = new byte[LONGEST_LINE];
    while (line.length() < LONGEST_LINE) {
      // The socket's own timeout starts anew with each byte that trickles in.
      socket.setSoTimeout(millisTo(deadline));
      int read = input.read(some);
      if (read < 0) {
        break;
      }
      line.append(new String(some, 0, read, StandardCharsets.ISO_8859_1));
      int end = line.indexOf("\n");
      if (end >= 0) {
        return line.substring(0, end).strip();
      }
    }
    return line.toString().strip();
  }

  private static int millisTo(long deadline) throws SocketTimeoutException {
    long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException("the time is over");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  private static String text(IOException why) {
    return why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
  }
}
