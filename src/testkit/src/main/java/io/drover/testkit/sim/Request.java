package io.drover.testkit.sim;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One request.
 *
 * @param method HTTP method
 * @param apiVersion as the path names it, for example {@code 1.41}; empty text without one
 * @param path without the API version, decoded
 * @param query raw
 * @param body as it was sent
 */
record Request(String method, String apiVersion, String path, String query, String body) {
  private static final Pattern VERSIONED = Pattern.compile("/v([0-9]+\\.[0-9]+)(/.*)");

  static Request of(String method, URI uri, String body) {
    Matcher versioned = VERSIONED.matcher(uri.getPath());
    boolean matches = versioned.matches();
    return new Request(
        method,
        matches ? versioned.group(1) : "",
        matches ? versioned.group(2) : uri.getPath(),
        Optional.ofNullable(uri.getRawQuery()).orElse(""),
        body);
  }

  /** {@code GET /services}. */
  String name() {
    return method + " " + path;
  }

  List<String> parts() {
    return Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
  }

  /** The method and the path with a star for the id: {@code POST services * update}. */
  String shape() {
    List<String> parts = parts();
    return method
        + IntStream.range(0, parts.size())
            .mapToObj(i -> i == 1 && !parts.get(i).equals("create") ? "*" : parts.get(i))
            .collect(Collectors.joining(" ", " ", ""));
  }

  Filters filters() {
    return Filters.parse(parameter("filters"));
  }

  /** The version index that an update is conditional on. */
  long version() {
    try {
      return Long.parseLong(parameter("version"));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("invalid version '" + parameter("version") + "'", e);
    }
  }

  private String parameter(String name) {
    return Arrays.stream(query.split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
        .findFirst()
        .orElse("");
  }
}
