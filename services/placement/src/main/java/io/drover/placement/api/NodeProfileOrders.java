package io.drover.placement.api;

import io.drover.placement.act.Profiles;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** An operator's orders about one node's profile. */
@Path("/v1/nodes/{node}/profile")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
public final class NodeProfileOrders {
  private static final String BY = "an operator";

  private final Profiles profiles;

  /** Orders about these profiles. */
  public NodeProfileOrders(Profiles profiles) {
    this.profiles = profiles;
  }

  /** Sets what differs. */
  @POST
  @Path("/apply")
  @RunOnVirtualThread
  @Operation(
      summary = "Applies the node profile to one node; answers how it stands then",
      description =
          "409 where the node has no label drover.profile=apply, in observe mode and while paused.")
  public String apply(@PathParam("node") String node) {
    return profiles.set(node, true, BY).toString();
  }

  /** Gives back what was before. */
  @POST
  @Path("/revert")
  @RunOnVirtualThread
  @Operation(
      summary = "Takes the node profile back from one node; answers how it stands then",
      description =
          "409 where the node has no label drover.profile=apply, in observe mode and while paused.")
  public String revert(@PathParam("node") String node) {
    return profiles.set(node, false, BY).toString();
  }
}
