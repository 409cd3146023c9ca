package io.drover.placement.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.placement.act.Profiles;
import io.drover.runtime.agents.AgentCalls;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** How the nodes compare with the node profile. Asks all agents. */
@Path("/v1/nodes/profile")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
public final class NodeProfilesResource {
  private final Profiles profiles;

  /** A view of these profiles. */
  public NodeProfilesResource(Profiles profiles) {
    this.profiles = profiles;
  }

  /** All nodes, by name. */
  @GET
  @RunOnVirtualThread
  @Operation(
      summary = "Per node: what the profile wants, what the node has, and why not",
      description = "'complete' is false when an agent did not answer; 'missing' says which.")
  public String all() {
    AgentCalls.Answers<JsonNode> answers = profiles.check();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode nodes = json.putArray("nodes");
    answers.byAgent().values().stream()
        .sorted(Comparator.comparing(one -> one.path("node").path("hostname").asText("")))
        .forEach(nodes::add);
    json.put("complete", answers.failures().isEmpty());
    ArrayNode missing = json.putArray("missing");
    answers.failures().forEach(missing::add);
    return json.toString();
  }
}
