package io.drover.health.overview.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.health.api.HealthAnswer;
import io.drover.health.overview.decide.Sight;
import io.drover.health.overview.decide.SisterStatus;
import io.drover.health.overview.decide.Standing;
import io.drover.health.overview.observe.Sisters;
import io.drover.health.record.HealthBoard;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.status.StatusAnswer;
import io.drover.runtime.status.StatusResource;
import io.drover.runtime.time.TimeSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The whole suite at a glance; answers whatever of it is away. */
@Path("/v1/overview")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
public final class OverviewResource {
  private final Sisters sisters;
  private final StatusResource own;
  private final HealthBoard board;
  private final TimeSource time;

  /** An overview of these. */
  public OverviewResource(Sisters sisters, StatusResource own, HealthBoard board, TimeSource time) {
    this.sisters = sisters;
    this.own = own;
    this.board = board;
    this.time = time;
  }

  /** Asks all of them at once. */
  @GET
  @RunOnVirtualThread
  @Operation(
      summary = "The Swarm, every service of the suite, and the agents",
      description =
          "A service that does not answer is shown as it was last, with the age of that; one that"
              + " is not deployed is absent.")
  public String overview() {
    Sisters.Seen seen;
    try {
      seen = sisters.ask();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable("this instance is shutting down");
    }
    HealthBoard.View view = board.view();
    Instant now = time.now().wall();
    ObjectNode swarm =
        view.reasonForNone().isEmpty()
            ? HealthAnswer.overview(view)
            : OverviewAnswer.unknown(view.reasonForNone());
    return OverviewAnswer.write(now, own(now), seen, view, swarm).toString();
  }

  private Standing own(Instant now) {
    StatusAnswer status = own.status();
    SisterStatus known =
        new SisterStatus(
            now,
            status.instance(),
            status.mode(),
            status.pause().paused() && !status.pause().until().isEmpty(),
            status.pause().until(),
            status.leases().stream()
                .map(lease -> new SisterStatus.Held(lease.name(), lease.holder()))
                .toList(),
            status.missing());
    return Standing.of(new Sight.Answered(known), Optional.of(known), now);
  }
}
