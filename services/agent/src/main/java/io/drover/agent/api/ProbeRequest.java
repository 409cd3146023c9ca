package io.drover.agent.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Durations;
import io.drover.core.model.MalformedValueException;
import io.drover.runtime.http.RequestJson;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is to be looked at.
 *
 * @param checks addresses, all of which may be looked at from here
 * @param timeout for each
 */
record ProbeRequest(List<URI> checks, Duration timeout) {
  private static final int MOST = 32;
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /**
   * Reads a body.
   *
   * @param allowed hosts with ports
   * @throws io.drover.runtime.http.ProblemException with all that is wrong
   */
  static ProbeRequest read(String body, Set<String> allowed) {
    JsonNode json = RequestJson.parse(body == null ? "" : body);
    List<String> problems = new ArrayList<>();
    List<URI> checks = new ArrayList<>();
    if (!json.path("checks").isArray() || json.path("checks").size() > MOST) {
      problems.add("checks: expected an array of at most %d addresses".formatted(MOST));
    } else {
      json.path("checks").forEach(check -> add(check.asText(""), allowed, checks, problems));
    }
    Duration timeout = LONGEST;
    try {
      timeout = Durations.parse(json.path("timeout").asText(""));
    } catch (MalformedValueException malformed) {
      problems.add("timeout: " + malformed.getMessage());
    }
    if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
      problems.add("timeout: expected more than 0s, at most 5s");
    }
    if (!problems.isEmpty()) {
      throw RequestJson.mistakes(problems);
    }
    return new ProbeRequest(checks, timeout);
  }

  private static void add(
      String text, Set<String> allowed, List<URI> checks, List<String> problems) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException malformed) {
      problems.add("checks: expected addresses, not " + MalformedValueException.quote(text));
      return;
    }
    String target = target(uri);
    if (allowed.contains(target)) {
      checks.add(uri);
    } else {
      problems.add(
          "checks: %s is not in this agent's drover.agent.probes"
              .formatted(MalformedValueException.quote(target.isEmpty() ? text : target)));
    }
  }

  /** Host and port; empty text for what can't be probed. */
  private static String target(URI uri) {
    if (uri.getScheme() == null || uri.getHost() == null || uri.getUserInfo() != null) {
      return "";
    }
    int port =
        switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
          case "tcp" -> uri.getPort();
          case "http" -> uri.getPort() < 0 ? 80 : uri.getPort();
          case "https" -> uri.getPort() < 0 ? 443 : uri.getPort();
          default -> -1;
        };
    return port < 0 ? "" : uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }
}
