package io.drover.scaling.api;

import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.drover.scaling.observe.PolicyBook;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What holds for each service, defaults filled in, and what is wrong with the rest. */
@Path("/v1/policies")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class PoliciesResource {
  private final PolicyBook policies;
  private final TimeSource time;

  /** A view of this book, at the times of this clock. */
  public PoliciesResource(PolicyBook policies, TimeSource time) {
    this.policies = policies;
    this.time = time;
  }

  /** As of the last round; a stand-by reads them too. */
  @GET
  @Operation(summary = "Effective policies with their source, and what is wrong with the others")
  public String all() {
    return PoliciesAnswer.write(policies.lastRead(), time.now().wall()).toString();
  }
}
