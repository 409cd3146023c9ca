package io.drover.backup.act;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.runtime.agents.AgentCalls;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The agents of all nodes: finds out which is whose. */
public final class NodeAgents {
  private final AgentCalls calls;
  private final Access access;

  /**
   * How agents are asked.
   *
   * @param token the bearer token, read anew each time since secrets get rotated
   * @param timeout until an answer begins
   * @param client the connections
   */
  record Access(Supplier<String> token, Duration timeout, HttpClient client) {}

  /**
   * Agents.
   *
   * @param calls finds them
   * @param token the bearer token
   * @param timeout until an answer begins; a mover has to be started for some
   */
  public NodeAgents(AgentCalls calls, Supplier<String> token, Duration timeout) {
    this.calls = calls;
    this.access =
        new Access(
            token,
            timeout,
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build());
  }

  /**
   * Those that answer now.
   *
   * @param byNode by node id
   * @param sizes of each node's volumes, in bytes, by node id; -1 where it is not known
   * @param failures one line for each that did not answer
   */
  public record Found(
      Map<String, NodeAgent> byNode, Map<String, Map<String, Long>> sizes, List<String> failures) {
    public Found {
      byNode = Map.copyOf(byNode);
      sizes = Map.copyOf(sizes);
      failures = List.copyOf(failures);
    }

    /** The agent of a node. */
    public Optional<NodeAgent> of(String nodeId) {
      return Optional.ofNullable(byNode.get(nodeId));
    }
  }

  /** Asks all of them who they are; never throws. */
  public Found find() {
    AgentCalls.Answers<Said> answers = calls.askAll("/v1/volumes", this::read);
    Map<String, NodeAgent> byNode = new HashMap<>();
    Map<String, Map<String, Long>> sizes = new HashMap<>();
    answers
        .byAgent()
        .values()
        .forEach(
            said -> {
              byNode.put(said.agent().nodeId(), said.agent());
              sizes.put(said.agent().nodeId(), said.sizes());
            });
    return new Found(byNode, sizes, answers.failures());
  }

  private record Said(NodeAgent agent, Map<String, Long> sizes) {}

  private Said read(URI base, JsonNode json) {
    String id = json.path("node").path("id").asText("");
    if (id.isEmpty()) {
      throw new IllegalArgumentException("it does not say which node it is on");
    }
    Map<String, Long> sizes = new HashMap<>();
    for (JsonNode volume : json.path("volumes")) {
      sizes.put(volume.path("name").asText(""), volume.path("bytes").asLong(-1));
    }
    String hostname = json.path("node").path("hostname").asText(base.getAuthority());
    return new Said(new NodeAgent(id, hostname, base, access), sizes);
  }
}
