package io.drover.runtime.pause;

import io.drover.core.decision.Outcome;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The suite-wide pause. A service that speaks to no manager leaves it away with {@code
 * drover.control=false}.
 */
@Path("/v1/pause")
@Produces(MediaType.APPLICATION_JSON)
@EndpointDisabled(name = "drover.control", stringValue = "false")
public final class PauseResource {
  private final PauseSwitch pause;
  private final TimeSource time;
  private final SecurityIdentity caller;

  /** The API of this switch. */
  public PauseResource(PauseSwitch pause, TimeSource time, SecurityIdentity caller) {
    this.pause = pause;
    this.time = time;
    this.caller = caller;
  }

  /** Whether the suite is paused now. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @RunOnVirtualThread
  @Operation(summary = "Whether the suite is paused")
  public PauseAnswer read() {
    return PauseAnswer.of(pause.read(time.now().wall()));
  }

  /** Stops every act of the whole suite for a while. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.OPERATOR)
  @RunOnVirtualThread
  @Operation(summary = "Stops every act of the suite for a while, at most 7d")
  public PauseAnswer set(PauseRequest request) {
    if (request == null) {
      throw ProblemException.badRequest(
          "the body is missing", List.of("expected {\"for\": \"30m\", \"why\": \"...\"}"));
    }
    List<String> problems = request.problems();
    if (!problems.isEmpty()) {
      throw ProblemException.badRequest("the request has mistakes", problems);
    }
    Instant now = time.now().wall();
    String by = request.by().isBlank() ? caller.getPrincipal().getName() : request.by();
    check(pause.set(now, now.plus(request.duration()), by, request.why()));
    return read();
  }

  /** Ends the pause. */
  @DELETE
  @RolesAllowed(Roles.OPERATOR)
  @RunOnVirtualThread
  @Operation(summary = "Ends the pause")
  public PauseAnswer clear() {
    check(pause.clear());
    return read();
  }

  private static void check(Outcome outcome) {
    switch (outcome) {
      case Outcome.Applied applied -> {}
      case Outcome.Conflict conflict ->
          throw ProblemException.conflict("somebody else changed the pause at the same moment");
      case Outcome.Failed failed ->
          throw ProblemException.unavailable("the engine did not do it: " + failed.message());
    }
  }
}
