package io.drover.failover.site;

import io.drover.engine.EngineAddress;
import io.drover.failover.site.Description.Dns;
import io.drover.manifests.JsonFields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses in a description. */
final class Addresses {
  private static final URI NOWHERE = URI.create("tcp://0.0.0.0:1");
  private static final Pattern SERVER =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?");

  private Addresses() {}

  /** What is to answer at an entry point. */
  static URI check(JsonFields json, String field) {
    if (!json.has(field)) {
      return NOWHERE;
    }
    Optional<URI> read =
        uri(json, field)
            .filter(
                uri ->
                    isHttp(uri)
                        || ("tcp".equals(scheme(uri))
                            && uri.getPort() > 0
                            && uri.getPath().isEmpty()));
    if (read.isEmpty()) {
      json.problem(field, "expected http://host/path, https://host/path or tcp://host:port");
    }
    return read.orElse(NOWHERE);
  }

  /** An address of HTTP; empty when it is absent or wrong. */
  static Optional<URI> http(JsonFields json, String field) {
    if (!json.has(field)) {
      return Optional.empty();
    }
    Optional<URI> read = uri(json, field).filter(Addresses::isHttp);
    if (read.isEmpty()) {
      json.problem(field, "expected http://host:port or https://host:port");
    }
    return read;
  }

  /** IP addresses, at least one, each once. */
  static List<String> literals(JsonFields json, String field) {
    List<String> all = json.texts(field);
    if (all.isEmpty()) {
      json.problem(field, "expected at least one address");
    }
    Set<Object> seen = new HashSet<>();
    for (String text : all) {
      Optional<?> address = Address.parse(text);
      if (address.isEmpty()) {
        json.problem(field, "expected IPv4 or IPv6 addresses, not " + text);
      } else if (!seen.add(address.get())) {
        json.problem(field, "has " + text + " twice");
      }
    }
    return all;
  }

  /** A server of DNS: host, host:port or [IPv6]:port. */
  static Optional<Dns.Server> server(JsonFields json, String field, String text) {
    Matcher parts = SERVER.matcher(text);
    boolean bare = Address.parse(text).isPresent();
    if (bare) {
      return Optional.of(new Dns.Server(text, Dns.PORT));
    }
    if (parts.matches()) {
      String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
      int port = parts.group(3) == null ? Dns.PORT : Integer.parseInt(parts.group(3));
      if (port > 0 && port <= EngineAddress.LAST_PORT) {
        return Optional.of(new Dns.Server(host, port));
      }
    }
    json.problem(field, "expected host, host:port or [IPv6]:port, not " + text);
    return Optional.empty();
  }

  private static boolean isHttp(URI uri) {
    return "http".equals(scheme(uri)) || "https".equals(scheme(uri));
  }

  private static String scheme(URI uri) {
    return uri.getScheme().toLowerCase(Locale.ROOT);
  }

  private static Optional<URI> uri(JsonFields json, String field) {
    try {
      return Optional.of(new URI(json.text(field, "")))
          .filter(uri -> uri.getScheme() != null && uri.getHost() != null)
          .filter(uri -> uri.getUserInfo() == null && uri.getPort() <= EngineAddress.LAST_PORT);
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
  }
}
