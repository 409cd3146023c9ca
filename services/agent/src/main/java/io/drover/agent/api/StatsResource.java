package io.drover.agent.api;

import io.drover.agent.record.NodeIdentity;
import io.drover.agent.record.OomKills;
import io.drover.agent.record.Samples;
import io.drover.core.model.Durations;
import io.drover.core.model.MalformedValueException;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the containers of this node use. Answers from memory. */
@Path("/v1/stats")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.AGENT})
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class StatsResource {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(Samples.KEPT - 1);

  /** How long a container that was killed for want of memory is told of. */
  private static final Duration TOLD_FOR = Duration.ofMinutes(15);

  private final Samples samples;
  private final OomKills oomKills;
  private final NodeIdentity node;
  private final TimeSource time;

  /** A view of these samples. */
  public StatsResource(Samples samples, OomKills oomKills, NodeIdentity node, TimeSource time) {
    this.samples = samples;
    this.oomKills = oomKills;
    this.node = node;
    this.time = time;
  }

  /** Usage of every running container, rates averaged over the window. */
  @GET
  @Operation(
      summary = "Usage of every running container; rates over the window, from 1s to 60s",
      description =
          "A value that could not be read is left out, and 'unknown' says why; a limit of null"
              + " means that there is none. 'oomKilled' are the tasks of the last 15 minutes that"
              + " ended for want of memory.")
  public String stats(@QueryParam("window") @DefaultValue("15s") String window) {
    Instant now = time.now().wall();
    return StatsAnswer.write(
            node.get(), now, parse(window), samples.all(), oomKills.since(now.minus(TOLD_FOR)))
        .toString();
  }

  private static Duration parse(String text) {
    String wrong;
    try {
      Duration window = Durations.parse(text);
      if (window.compareTo(SHORTEST) >= 0 && window.compareTo(LONGEST) <= 0) {
        return window;
      }
      wrong = "window: " + text + " is not between 1s and 60s";
    } catch (MalformedValueException malformed) {
      wrong = "window: " + malformed.getMessage();
    }
    throw ProblemException.badRequest("the request has mistakes", List.of(wrong));
  }
}
