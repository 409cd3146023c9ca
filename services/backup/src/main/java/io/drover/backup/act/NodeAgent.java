package io.drover.backup.act;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The agent of one node. Calls block. */
public final class NodeAgent {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String JSON = "application/json";

  /** An exec answers when its command ended; that is its time limit, and this. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final int LONGEST_ANSWER = 1 << 20;

  private final String nodeId;
  private final String hostname;
  private final URI base;
  private final NodeAgents.Access access;

  NodeAgent(String nodeId, String hostname, URI base, NodeAgents.Access access) {
    this.nodeId = nodeId;
    this.hostname = hostname;
    this.base = base;
    this.access = access;
  }

  /** Its node's id. */
  public String nodeId() {
    return nodeId;
  }

  /** Its node's name. */
  public String hostname() {
    return hostname;
  }

  /**
   * How a command ended.
   *
   * @param exitCode 0 for success
   * @param output the end of what it wrote
   * @param timedOut whether it was given up
   */
  public record Ran(int exitCode, String output, boolean timedOut) {}

  /** A volume of its node; none when there is none of that name. */
  public Optional<NodeVolume> volume(String name) throws IOException {
    HttpResponse<InputStream> answer = send("GET", volumePath(name), none(), access.timeout());
    if (answer.statusCode() == 404) {
      answer.body().close();
      return Optional.empty();
    }
    return Optional.of(NodeVolume.read(json(answer)));
  }

  /** Makes a volume; one that is the same already is as good. */
  public void create(NodeVolume volume) throws IOException {
    json(send("POST", "/v1/volumes", body(volume.write()), access.timeout()));
  }

  /** Removes a volume; one that is gone already is as good. */
  public void remove(String name) throws IOException {
    HttpResponse<InputStream> answer = send("DELETE", volumePath(name), none(), access.timeout());
    if (answer.statusCode() != 404) {
      ok(answer);
    }
    answer.body().close();
  }

  /** Runs a command in a container, by the image's shell. */
  public Ran exec(String containerId, String command, Duration limit) throws IOException {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.putArray("command").add("sh").add("-c").add(command);
    request.put("timeout", Durations.format(limit)).put("user", "");
    JsonNode answer =
        json(
            send(
                "POST",
                "/v1/containers/" + part(containerId) + "/exec",
                body(request),
                limit.plus(GRACE)));
    return new Ran(
        answer.path("exitCode").asInt(-1),
        answer.path("output").asText(""),
        answer.path("timedOut").asBoolean());
  }

  /**
   * Begins to read a volume's archive. The caller closes it, from any thread.
   *
   * @param recipients age recipients to encrypt it for; none for plain
   * @param rate bytes a second at most; 0 for as many as it goes
   */
  public ArchiveFeed read(String volume, List<String> recipients, long rate) throws IOException {
    String query =
        query(
            Map.of(
                "recipients",
                String.join(",", recipients),
                "rate",
                rate > 0 ? Long.toString(rate) : ""));
    HttpResponse<InputStream> answer =
        send("GET", volumePath(volume) + "/archive" + query, none(), access.timeout());
    ok(answer);
    return new ArchiveFeed(answer.body(), volume + " of " + hostname);
  }

  /**
   * Fills a volume from a plain archive.
   *
   * @param replace whether what is in it may go
   * @param inUse whether containers that run may have it meanwhile
   * @param records told of every record line as it comes
   * @return how it ended
   */
  public ArchiveFeed.End write(
      String volume,
      boolean replace,
      boolean inUse,
      InputStream archive,
      Consumer<JsonNode> records)
      throws IOException {
    String query = query(Map.of("replace", replace ? "true" : "", "inUse", inUse ? "true" : ""));
    try (DuplexPut put =
        DuplexPut.send(
            base.resolve(volumePath(volume) + "/archive" + query),
            access.token().get(),
            access.timeout(),
            archive)) {
      if (put.status() != 200) {
        throw refused(put.status(), put.body().readNBytes(LONGEST_ANSWER));
      }
      return ArchiveFeed.records(put.body(), volume + " of " + hostname, records);
    }
  }

  /** What the engine says of each container of the node. */
  public void containers(Consumer<JsonNode> each) throws IOException {
    HttpResponse<InputStream> answer =
        send("GET", "/v1/containers/inspect", none(), access.timeout());
    ok(answer);
    try (JsonParser parser = MAPPER.createParser(answer.body())) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new AgentException(200, "agent of " + hostname + ": no list of containers", null);
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        each.accept(parser.readValueAsTree());
      }
    }
  }

  private HttpResponse<InputStream> send(
      String method, String path, BodyPublisher body, Duration timeout) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(timeout)
            .header("Authorization", "Bearer " + access.token().get())
            .header("Content-Type", JSON)
            .method(method, body)
            .build();
    try {
      return client().send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException silent) {
      throw new AgentException(
          0, "the agent of %s does not answer: %s".formatted(hostname, silent), silent);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AgentException(0, "interrupted while asking the agent of " + hostname, stopped);
    }
  }

  private HttpClient client() {
    return access.client();
  }

  private JsonNode json(HttpResponse<InputStream> answer) throws IOException {
    ok(answer);
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(LONGEST_ANSWER);
      return bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : MAPPER.readTree(bytes);
    }
  }

  private void ok(HttpResponse<InputStream> answer) throws IOException {
    if (answer.statusCode() / 100 != 2) {
      try (InputStream body = answer.body()) {
        throw refused(answer.statusCode(), body.readNBytes(LONGEST_ANSWER));
      }
    }
  }

  private AgentException refused(int status, byte[] body) {
    String detail = "";
    try {
      JsonNode problem = MAPPER.readTree(body);
      detail = problem == null ? "" : problem.path("detail").asText("");
    } catch (IOException noProblem) {
      detail = "";
    }
    return new AgentException(
        status,
        "the agent of %s answered %d%s"
            .formatted(hostname, status, detail.isEmpty() ? "" : ": " + detail),
        null);
  }

  private static String volumePath(String name) {
    return "/v1/volumes/" + part(name);
  }

  private static String query(Map<String, String> parameters) {
    String text =
        parameters.entrySet().stream()
            .filter(one -> !one.getValue().isEmpty())
            .map(one -> one.getKey() + "=" + part(one.getValue()))
            .sorted()
            .collect(Collectors.joining("&"));
    return text.isEmpty() ? "" : "?" + text;
  }

  private static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static BodyPublisher body(JsonNode json) {
    return BodyPublishers.ofString(json.toString());
  }

  private static BodyPublisher none() {
    return BodyPublishers.noBody();
  }

  @Override
  public String toString() {
    return "the agent of " + hostname;
  }
}
