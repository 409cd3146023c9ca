package io.drover.scaling.api;

import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.drover.scaling.record.ResizeBoard;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The sizes of the governed services' tasks. */
@Path("/v1/resize")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class SizesResource {
  private final ResizeBoard board;
  private final TimeSource time;

  /** A view of this board. */
  public SizesResource(ResizeBoard board, TimeSource time) {
    this.board = board;
    this.time = time;
  }

  /** All, by name; only the holder of the lease knows them. */
  @GET
  @Operation(
      summary = "Every service whose tasks are sized: recommendation, bounds, what holds it back")
  public String all() {
    String reason = board.reasonForNone();
    if (!reason.isEmpty()) {
      throw ProblemException.unavailable(reason);
    }
    return SizesAnswer.write(board.all(), time.now().wall()).toString();
  }
}
