package io.drover.placement.api.quota;

import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.manifests.PolicyFolder;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What placement was asked for: by LimitRanges and ResourceQuotas, and by services' labels. */
@Path("/v1/policies")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class PoliciesResource {
  private final Engine engine;
  private final PolicyFolder manifests;

  /** What these ask for. */
  public PoliciesResource(Engine engine, PolicyFolder manifests) {
    this.engine = engine;
    this.manifests = manifests;
  }

  /** As of now; the engine is asked for the labels. */
  @GET
  @Operation(
      summary =
          "Effective limits, quotas and labels with their source, and what is wrong with others")
  public String all() {
    try {
      return PoliciesAnswer.write(manifests.read(), engine.snapshot().services()).toString();
    } catch (EngineException away) {
      throw ProblemException.unavailable(away.getMessage());
    }
  }
}
