package io.drover.backup.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.ServiceView;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.engine.EngineReader;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The stacks of the Swarm: all that a backup of the whole of it is made of. */
@Path("/v1/stacks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class StacksResource {
  private final Engine engine;

  /** The stacks that this engine's Swarm has. */
  public StacksResource(Engine engine) {
    this.engine = engine;
  }

  /** By name, each with the number of its services. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "Stacks of the Swarm, as they are now")
  public String all() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode stacks = answer.putArray("stacks");
    try {
      engine.list("/services").stream()
          .map(service -> EngineReader.service(service.tree()))
          .map(ServiceView::stack)
          .flatMap(Optional::stream)
          .collect(Collectors.groupingBy(stack -> stack, TreeMap::new, Collectors.counting()))
          .forEach(
              (stack, services) ->
                  stacks.addObject().put("stack", stack).put("services", services));
    } catch (EngineException away) {
      throw ProblemException.unavailable("the engine does not answer: " + away.getMessage());
    }
    return answer.toString();
  }
}
