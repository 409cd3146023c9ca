package io.drover.health.route.act;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the runtime API of one HAProxy, or of several under one name, listens. */
public sealed interface HaproxyAddress {

  /** A socket in the file system. */
  record Unix(Path path) implements HaproxyAddress {
    @Override
    public String toString() {
      return "haproxy " + path;
    }
  }

  /** A name, which may have several addresses, and a port. */
  record Tcp(String host, int port) implements HaproxyAddress {
    @Override
    public String toString() {
      return "haproxy " + host + ":" + port;
    }
  }

  /**
   * One HAProxy.
   *
   * @param name for people, and for telling it from others
   * @param socket what to connect to
   */
  record One(String name, SocketAddress socket) {}

  /**
   * Reads {@code unix:///path} or {@code tcp://host:port}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static HaproxyAddress parse(String text) {
    URI uri = URI.create(text.strip());
    if ("unix".equals(uri.getScheme()) && uri.getPath() != null && !uri.getPath().isEmpty()) {
      return new Unix(Path.of(uri.getPath()));
    }
    if ("tcp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
      return new Tcp(uri.getHost(), uri.getPort());
    }
    throw new IllegalArgumentException(
        "drover.health.haproxy.addresses: %s is neither unix:///path nor tcp://host:port"
            .formatted(text));
  }

  /**
   * The HAProxys that are there now.
   *
   * @throws IOException when the name resolves to nothing
   */
  default List<One> all() throws IOException {
    return switch (this) {
      case Unix(Path path) -> List.of(new One("haproxy " + path, UnixDomainSocketAddress.of(path)));
      case Tcp(String host, int port) -> {
        List<One> all = new ArrayList<>();
        for (InetAddress address : sorted(InetAddress.getAllByName(host))) {
          InetSocketAddress socket = new InetSocketAddress(address, port);
          String text = address.getHostAddress();
          all.add(
              new One(
                  "haproxy %s:%d".formatted(text.contains(":") ? "[" + text + "]" : text, port),
                  socket));
        }
        yield all;
      }
    };
  }

  private static List<InetAddress> sorted(InetAddress[] addresses) {
    return Arrays.stream(addresses)
        .sorted((a, b) -> a.getHostAddress().compareTo(b.getHostAddress()))
        .toList();
  }
}
