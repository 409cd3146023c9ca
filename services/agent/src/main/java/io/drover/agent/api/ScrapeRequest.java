package io.drover.agent.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.agent.model.metrics.Target;
import io.drover.agent.model.metrics.Track;
import io.drover.agent.record.Wanted;
import io.drover.core.model.Durations;
import io.drover.core.model.MalformedValueException;
import io.drover.runtime.http.ProblemException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code POST /v1/scrape}.
 *
 * @param window what counters' rates are averaged over
 * @param targets what is wanted
 */
record ScrapeRequest(Duration window, List<Target> targets) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MOST_NAMES = 100;
  private static final int LAST_PORT = 65_535;
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /**
   * Reads a body.
   *
   * @throws ProblemException when it has mistakes; all are named
   */
  static ScrapeRequest read(String body) {
    List<String> problems = new ArrayList<>();
    JsonNode json = MAPPER.missingNode();
    try {
      json = MAPPER.readTree(body);
    } catch (JsonProcessingException malformed) {
      problems.add("the body is no JSON");
    }
    Duration window = problems.isEmpty() ? window(json.path("window"), problems) : SHORTEST;
    List<Target> targets = new ArrayList<>();
    JsonNode given = json.path("targets");
    if (problems.isEmpty() && (!given.isArray() || given.size() > Wanted.MOST_TARGETS)) {
      problems.add("targets: expected at most " + Wanted.MOST_TARGETS + " of them");
    } else {
      for (int i = 0; i < given.size(); i++) {
        targets.add(target(given.get(i), "targets[" + i + "].", problems));
      }
    }
    if (!problems.isEmpty()) {
      throw ProblemException.badRequest("the request has mistakes", problems);
    }
    return new ScrapeRequest(window, targets);
  }

  private static Duration window(JsonNode json, List<String> problems) {
    try {
      Duration window = Durations.parse(json.asText(""));
      if (window.compareTo(SHORTEST) >= 0 && window.compareTo(Track.KEPT) <= 0) {
        return window;
      }
      problems.add("window: " + json.asText() + " is not between 1s and 60s");
    } catch (MalformedValueException malformed) {
      problems.add("window: " + malformed.getMessage());
    }
    return SHORTEST;
  }

  private static Target target(JsonNode json, String at, List<String> problems) {
    String service = json.path("serviceId").asText("");
    if (service.isEmpty()) {
      problems.add(at + "serviceId: expected an id");
    }
    int port = json.path("port").asInt();
    if (port < 1 || port > LAST_PORT) {
      problems.add(at + "port: expected 1 to " + LAST_PORT);
    }
    String path = json.path("path").asText("");
    if (!isPath(path)) {
      problems.add(at + "path: expected a path that starts with /");
    }
    Set<String> names = new HashSet<>();
    json.path("names").forEach(name -> names.add(name.asText("")));
    if (names.isEmpty() || names.size() > MOST_NAMES) {
      problems.add(at + "names: expected 1 to " + MOST_NAMES + " names");
    }
    return new Target(service, port, path, names);
  }

  private static boolean isPath(String path) {
    try {
      return path.startsWith("/")
          && "localhost".equals(URI.create("http://localhost" + path).getHost());
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
