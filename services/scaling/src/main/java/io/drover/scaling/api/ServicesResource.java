package io.drover.scaling.api;

import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.scaling.record.ServiceStatus;
import io.drover.scaling.record.StatusBoard;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Where the governed services stand. */
@Path("/v1/services")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class ServicesResource {
  private final StatusBoard board;

  /** A view of this board. */
  public ServicesResource(StatusBoard board) {
    this.board = board;
  }

  /** All, by name. */
  @GET
  @Operation(summary = "Every governed service: replicas, bounds, usage, last decision and why")
  public String all() {
    requireDecisions(board);
    return ServicesAnswer.write(board.all()).toString();
  }

  /** One, by its full name. */
  @GET
  @Path("/{name}")
  @Operation(summary = "One governed service by its full name")
  public String one(@PathParam("name") String name) {
    return ServicesAnswer.write(find(board, name)).toString();
  }

  /** The governed service of this name, as far as this instance knows. */
  static ServiceStatus find(StatusBoard board, String name) {
    requireDecisions(board);
    return board
        .named(name)
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "no service named " + name + " has scaling labels or a manifest"));
  }

  /** Only the holder of the lease decides; what a stand-by could show would be empty or old. */
  static void requireDecisions(StatusBoard board) {
    String reason = board.reasonForNone();
    if (!reason.isEmpty()) {
      throw ProblemException.unavailable(reason);
    }
  }
}
