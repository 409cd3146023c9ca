package io.drover.engine;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where an engine listens. */
public sealed interface EngineAddress {
  /** Where engines listen unless told otherwise. */
  EngineAddress LOCAL = new UnixSocket(Path.of("/var/run/docker.sock"));

  /** Port of an engine without TLS (Docker's convention). */
  int PLAIN_PORT = 2375;

  /** Port of an engine with TLS (Docker's convention). */
  int TLS_PORT = 2376;

  /** The highest port that there is. */
  int LAST_PORT = 65_535;

  /**
   * A socket in the file system.
   *
   * @param path of the socket
   */
  record UnixSocket(Path path) implements EngineAddress {
    @Override
    public URI uri() {
      return URI.create("unix://" + path.toAbsolutePath());
    }
  }

  /**
   * Plain TCP: whoever reaches the port owns the machine; for tests and closed networks.
   *
   * @param host name or address
   * @param port port
   */
  record PlainTcp(String host, int port) implements EngineAddress {
    @Override
    public URI uri() {
      return URI.create("tcp://" + host + ":" + port);
    }
  }

  /**
   * TCP with TLS; the engine's certificate and name are verified always.
   *
   * @param host name or address
   * @param port port
   * @param certificates folder with ca.pem, cert.pem and key.pem, read at each connecting
   */
  record TlsTcp(String host, int port, Path certificates) implements EngineAddress {
    @Override
    public URI uri() {
      return URI.create("tcp://" + host + ":" + port);
    }
  }

  /** The address as docker-java's transport takes it. */
  URI uri();

  /**
   * Reads what the Docker client reads: {@code DOCKER_HOST} ({@code unix:///path}, {@code
   * tcp://host:port}), {@code DOCKER_TLS_VERIFY} and {@code DOCKER_CERT_PATH} (default {@code
   * ~/.docker}). Either of the last two asks for TLS. Unlike there, TLS without verification can't
   * be had.
   *
   * @throws IllegalArgumentException when {@code DOCKER_HOST} is none of these
   */
  static EngineAddress fromEnvironment(Map<String, String> environment) {
    String host = environment.getOrDefault("DOCKER_HOST", "");
    String certificates = environment.getOrDefault("DOCKER_CERT_PATH", "");
    boolean tls =
        !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty() || !certificates.isEmpty();
    if (host.isEmpty()) {
      return LOCAL;
    }
    if (!tls) {
      return parse(host);
    }
    Path folder =
        certificates.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", "/root"), ".docker")
            : Path.of(certificates);
    return parse(host, folder);
  }

  /**
   * Reads {@code unix:///path} or {@code tcp://host:port}, without TLS.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static EngineAddress parse(String dockerHost) {
    URI uri = read(dockerHost);
    return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
      case "unix" -> new UnixSocket(Path.of(uri.getPath()));
      default -> new PlainTcp(uri.getHost(), uri.getPort() < 0 ? PLAIN_PORT : uri.getPort());
    };
  }

  /**
   * Reads {@code tcp://host:port} as an address with TLS; a unix socket stays one.
   *
   * @param certificates folder with ca.pem, cert.pem and key.pem
   * @throws IllegalArgumentException when it is neither
   */
  static EngineAddress parse(String dockerHost, Path certificates) {
    URI uri = read(dockerHost);
    return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
      case "unix" -> new UnixSocket(Path.of(uri.getPath()));
      default ->
          new TlsTcp(uri.getHost(), uri.getPort() < 0 ? TLS_PORT : uri.getPort(), certificates);
    };
  }

  private static URI read(String dockerHost) {
    String expected = "DOCKER_HOST: expected unix:///path or tcp://host:port, got " + dockerHost;
    URI uri;
    try {
      uri = URI.create(dockerHost.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(expected, e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean unix = scheme.equals("unix") && uri.getPath() != null && !uri.getPath().isEmpty();
    boolean tcp =
        (scheme.equals("tcp") || scheme.equals("http") || scheme.equals("https"))
            && uri.getHost() != null
            && (uri.getPort() < 0 || (uri.getPort() > 0 && uri.getPort() <= LAST_PORT));
    if (!unix && !tcp) {
      throw new IllegalArgumentException(expected);
    }
    return uri;
  }
}
