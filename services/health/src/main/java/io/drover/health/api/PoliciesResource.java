package io.drover.health.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.policy.CarePolicy;
import io.drover.core.policy.RoutePolicy;
import io.drover.core.policy.ServicePolicy;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.policy.LabelPolicies;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What services ask of health by their labels: to be repaired, to be silent, to be routed to. */
@Path("/v1/policies")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class PoliciesResource {
  private final Engine engine;

  /** The services that this engine's Swarm has. */
  public PoliciesResource(Engine engine) {
    this.engine = engine;
  }

  /** As of now; the engine is asked, so that a stand-by answers too. */
  @GET
  @Operation(summary = "Effective care and routes with their source, and what is wrong with others")
  public String all() {
    try {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      LabelPolicies.write(
          answer.putArray("policies"), engine.snapshot().services(), new CareAndRoute());
      return answer.toString();
    } catch (EngineException away) {
      throw ProblemException.unavailable(away.getMessage());
    }
  }

  private static final class CareAndRoute implements LabelPolicies.Shown {
    @Override
    public boolean concerns(ServicePolicy policy) {
      return policy.route().isPresent() || !policy.care().equals(CarePolicy.USUAL);
    }

    @Override
    public void write(ObjectNode json, ServicePolicy policy) {
      json.put("heal", policy.care().heal().name().toLowerCase(Locale.ROOT));
      json.put("alert", policy.care().alert().name().toLowerCase(Locale.ROOT));
      policy.route().ifPresent(route -> route(json.putObject("route"), route));
    }

    private static void route(ObjectNode json, RoutePolicy route) {
      json.put("backend", route.backend());
      json.put("port", route.port());
      json.put(
          "check",
          switch (route.check()) {
            case RoutePolicy.Check.Tcp tcp -> "tcp";
            case RoutePolicy.Check.Http(String path) -> path;
          });
      json.put("weight", route.weight());
      if (route.maxConnections() > 0) {
        json.put("maxConnections", route.maxConnections());
      }
    }
  }
}
