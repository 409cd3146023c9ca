package io.drover.agent.record;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;

/** Which node this is, as its engine says. */
@ApplicationScoped
public class NodeIdentity {
  private volatile Identity identity = new Identity("", "", "");

  /**
   * Names of a node.
   *
   * @param id its id in the Swarm; empty text while it is in none
   * @param hostname its host name
   * @param engine the engine's version
   */
  public record Identity(String id, String hostname, String engine) {}

  /** Takes the names from {@code GET /info}. */
  public void learn(JsonNode info) {
    identity =
        new Identity(
            info.path("Swarm").path("NodeID").asText(""),
            info.path("Name").asText(""),
            info.path("ServerVersion").asText(""));
  }

  /** The node may join another Swarm, and the engine may be upgraded, while it is away. */
  public void forget() {
    identity = new Identity("", identity.hostname(), identity.engine());
  }

  /** Whether the engine has said it. */
  public boolean isKnown() {
    return !identity.id().isEmpty();
  }

  /** The names as far as they are known. */
  public Identity get() {
    return identity;
  }
}
