package io.drover.placement.api.quota;

import io.drover.placement.observe.quota.QuotaObservation;
import io.drover.placement.record.quota.QuotaBoard;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** How stacks stand with their quotas. Answers from memory. */
@Path("/v1/quotas")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class QuotasResource {
  private final QuotaBoard board;

  /** A view of this board. */
  public QuotasResource(QuotaBoard board) {
    this.board = board;
  }

  /** As of the last round. */
  @GET
  @Operation(
      summary =
          "Every stack's quotas: what is used of what, by which services, and what broke them")
  public String all() {
    return QuotasAnswer.write(seen(), board).toString();
  }

  /** What it would be with another number of tasks of one service. */
  @GET
  @Path("/fit")
  @Operation(
      summary = "Whether a stack's quotas have room for another number of tasks of a service",
      description = "?service=shop_web&replicas=9")
  public String fit(
      @QueryParam("service") String service, @QueryParam("replicas") String replicas) {
    return FitAnswer.write(seen(), service, replicas).toString();
  }

  private QuotaObservation seen() {
    return board
        .seen()
        .orElseThrow(() -> ProblemException.unavailable("nothing was looked at yet"));
  }
}
