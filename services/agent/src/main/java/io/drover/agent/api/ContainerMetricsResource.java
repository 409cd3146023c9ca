package io.drover.agent.api;

import io.drover.agent.record.Samples;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The containers' metrics under cAdvisor's names. The agent's own are at /q/metrics. */
@Path("/metrics")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.AGENT})
@NonBlocking
public final class ContainerMetricsResource {
  private final Samples samples;

  /** A view of these samples. */
  public ContainerMetricsResource(Samples samples) {
    this.samples = samples;
  }

  /** All containers, in Prometheus' text format. */
  @GET
  @Produces(CadvisorText.CONTENT_TYPE)
  @Operation(summary = "The containers' metrics for Prometheus, under cAdvisor's names")
  public String metrics() {
    return CadvisorText.write(samples.all());
  }
}
