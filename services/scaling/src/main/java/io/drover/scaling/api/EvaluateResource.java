package io.drover.scaling.api;

import io.drover.runtime.http.RequestJson;
import io.drover.runtime.http.Roles;
import io.drover.scaling.decide.HorizontalAutoscaler;
import io.drover.scaling.decide.HorizontalInput;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** One pass of the horizontal autoscaler over given facts; touches nothing. */
@Path("/v1/scaling/evaluate")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
public final class EvaluateResource {

  /** Evaluates; a wrong request is answered with all of its mistakes. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  @Operation(summary = "One pass of the HPA v2 algorithm over the given facts")
  public String evaluate(String body) {
    List<String> problems = new ArrayList<>();
    HorizontalInput input = EvaluateRequest.read(RequestJson.parse(body), problems);
    if (!problems.isEmpty()) {
      throw RequestJson.mistakes(problems);
    }
    return EvaluateAnswer.write(HorizontalAutoscaler.evaluate(input)).toString();
  }
}
