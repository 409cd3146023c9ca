package io.drover.failover.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.failover.mirror.MirrorBoard;
import io.drover.failover.record.RecordBoard;
import io.drover.failover.record.RecordBoard.Newest;
import io.drover.failover.record.SiteBoard;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What is watched from where, where records lead, and why. */
@Path("/v1/failover")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class FailoverResource {
  private final RecordBoard board;
  private final SiteBoard sites;
  private final MirrorBoard mirror;

  /** A view of these boards: one Swarm's, two sites', and how ready the stand-by is. */
  public FailoverResource(RecordBoard board, SiteBoard sites, MirrorBoard mirror) {
    this.board = board;
    this.sites = sites;
    this.mirror = mirror;
  }

  /** As of the last round; of the instance that acts. */
  @GET
  @Operation(summary = "Entry points as each place sees them, and records with their addresses")
  public String status() {
    if (sites.newest() instanceof SiteBoard.Newest.Told(SiteBoard.Picture picture)) {
      ObjectNode json = SitesAnswer.write(picture);
      MirrorAnswer.write(json.putObject("mirror"), mirror);
      return json.toString();
    }
    return switch (board.newest()) {
      case Newest.Nothing(String why) ->
          throw ProblemException.unavailable(
              sites.newest() instanceof SiteBoard.Newest.Nothing(String other)
                  ? why + "; " + other
                  : why);
      case Newest.Round round -> FailoverAnswer.write(round).toString();
    };
  }
}
