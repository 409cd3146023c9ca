package io.drover.runtime.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One look at an address: a connection for {@code tcp://host:port}, a GET for {@code http://} and
 * {@code https://}, of which any status from 200 to 399 is good. Each has a connection of its own.
 */
public final class Probe {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private Probe() {}

  /** Looks; never throws, and takes no longer than the timeout. Blocks: for a virtual thread. */
  public static Probed look(URI at, Duration timeout) {
    Deadline deadline = Deadline.in(timeout);
    try {
      return switch (at.getScheme() == null ? "" : at.getScheme().toLowerCase(Locale.ROOT)) {
        case "tcp" -> {
          connect(at, at.getPort(), deadline).close();
          yield new Probed.Up();
        }
        case "http" -> get(at, false, deadline);
        case "https" -> get(at, true, deadline);
        default -> new Probed.Unknown("no address that can be probed: " + at);
      };
    } catch (SocketTimeoutException silent) {
      return new Probed.Down("no answer within %d ms".formatted(timeout.toMillis()));
    } catch (UnknownHostException nameless) {
      return new Probed.Unknown("its name can't be resolved: " + text(nameless));
    } catch (NoRouteToHostException gone) {
      return new Probed.Down(text(gone));
    } catch (ConnectException refused) {
      // "Refused" is an answer of its system; "network is unreachable" is one of our own.
      return text(refused).toLowerCase(Locale.ROOT).contains("refused")
          ? new Probed.Down("connection refused")
          : new Probed.Unknown(text(refused));
    } catch (SSLException untrusted) {
      return new Probed.Unknown("TLS: " + text(untrusted));
    } catch (IOException broken) {
      return new Probed.Down("the connection broke: " + text(broken));
    }
  }

  private static Socket connect(URI at, int port, Deadline deadline) throws IOException {
    InetSocketAddress address = new InetSocketAddress(at.getHost(), port);
    if (address.isUnresolved()) {
      throw new UnknownHostException(at.getHost());
    }
    Socket socket = new Socket();
    try {
      socket.connect(address, deadline.millisLeft());
      return socket;
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  private static Probed get(URI at, boolean tls, Deadline deadline) throws IOException {
    int port = at.getPort() < 0 ? (tls ? HTTPS : HTTP) : at.getPort();
    try (Socket plain = connect(at, port, deadline);
        Socket socket = tls ? secure(plain, at, port, deadline) : plain) {
      String path = at.getRawPath().isEmpty() ? "/" : at.getRawPath();
      String query = at.getRawQuery() == null ? "" : "?" + at.getRawQuery();
      String request =
          "GET %s%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: drover\r\nConnection: close\r\n\r\n"
              .formatted(path, query, at.getRawAuthority());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      OptionalInt status = StatusLine.read(socket, deadline);
      if (status.isEmpty()) {
        return new Probed.Down("answered with something that is not HTTP");
      }
      return StatusLine.isGood(status.getAsInt())
          ? new Probed.Up()
          : new Probed.Down("answered " + status.getAsInt());
    }
  }

  private static Socket secure(Socket plain, URI at, int port, Deadline deadline)
      throws IOException {
    plain.setSoTimeout(deadline.millisLeft());
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, at.getHost(), port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static String text(Exception why) {
    return why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
  }
}
