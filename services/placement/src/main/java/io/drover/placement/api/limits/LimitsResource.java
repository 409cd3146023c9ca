package io.drover.placement.api.limits;

import io.drover.engine.EngineException;
import io.drover.placement.observe.limits.LimitsObservation;
import io.drover.placement.observe.limits.LimitsObserver;
import io.drover.placement.record.limits.LimitsBoard;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What services are documented to have, what they have, and what their containers are held to. */
@Path("/v1/limits")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
public final class LimitsResource {
  private final LimitsObserver observer;
  private final LimitsBoard board;
  private final TimeSource time;

  /** A view through this observer. */
  public LimitsResource(LimitsObserver observer, LimitsBoard board, TimeSource time) {
    this.observer = observer;
    this.board = board;
    this.time = time;
  }

  /**
   * All governed services as they are at this moment, by name.
   *
   * @param service only the one of this name; empty text for all
   */
  @GET
  @RunOnVirtualThread
  @Operation(
      summary =
          "Documented limits of every governed service, its spec, its containers; drift marked",
      description =
          "'decision' is what the loop last decided; only the holder of the lease has it.")
  public String limits(@QueryParam("service") @DefaultValue("") String service) {
    try {
      LimitsObservation seen = observer.observe(time.now().wall(), true);
      LimitsAnswer answer = new LimitsAnswer(seen, board);
      if (service.isEmpty()) {
        return answer.all().toString();
      }
      return answer
          .one(service)
          .orElseThrow(() -> ProblemException.notFound("no limits are documented for " + service))
          .toString();
    } catch (EngineException unreachable) {
      throw ProblemException.unavailable(unreachable.getMessage());
    }
  }
}
