package io.drover.health.route.api;

import io.drover.health.route.record.RouteBoard;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Which tasks get requests through which load balancer, and why. */
@Path("/v1/routes")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class RoutesResource {
  private final RouteBoard board;

  /** A view of this board. */
  public RoutesResource(RouteBoard board) {
    this.board = board;
  }

  /** As of the last round; of the instance that acts. */
  @GET
  @Operation(summary = "Routed services with their tasks, and load balancers with their members")
  public String all() {
    String reason = board.reasonForNone();
    if (!reason.isEmpty()) {
      throw ProblemException.unavailable(reason);
    }
    return RoutesAnswer.write(board).toString();
  }
}
