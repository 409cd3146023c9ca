package io.drover.placement.api.capacity;

import io.drover.engine.EngineException;
import io.drover.placement.decide.capacity.Capacity;
import io.drover.placement.observe.capacity.CapacityObserver;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the Swarm has, what is promised of it, what is used and what is left. */
@Path("/v1/capacity")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
public final class CapacityResource {
  private final CapacityObserver observer;
  private final TimeSource time;

  /** A view through this observer. */
  public CapacityResource(CapacityObserver observer, TimeSource time) {
    this.observer = observer;
    this.time = time;
  }

  /** Everything, as it is at this moment. */
  @GET
  @RunOnVirtualThread
  @Operation(
      summary = "Nodes, sums by stack and tier, overlay networks: promised, used and left, exact")
  public String capacity() {
    Instant now = time.now().wall();
    try {
      CapacityObserver.Seen seen = observer.observe(now);
      return CapacityAnswer.write(now, Capacity.of(seen.input()), seen).toString();
    } catch (EngineException unreachable) {
      throw ProblemException.unavailable(unreachable.getMessage());
    }
  }
}
