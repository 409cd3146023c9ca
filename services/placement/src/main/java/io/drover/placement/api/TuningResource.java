package io.drover.placement.api;

import io.drover.placement.record.TuningBoard;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What is tuned on all nodes. Answers from memory. */
@Path("/v1/tuning")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class TuningResource {
  private final TuningBoard board;

  /** A view of this board. */
  public TuningResource(TuningBoard board) {
    this.board = board;
  }

  /** All services that are tuned, or are to be. */
  @GET
  @Operation(
      summary = "Services that are tuned: wanted, what the nodes' kernels hold, and why not",
      description = "'complete' is false when an agent did not answer; 'missing' says which.")
  public String all() {
    TuningBoard.State state = board.get();
    if (!state.asked()) {
      throw ProblemException.unavailable("the agents were not asked yet");
    }
    return TuningAnswer.write(state).toString();
  }
}
