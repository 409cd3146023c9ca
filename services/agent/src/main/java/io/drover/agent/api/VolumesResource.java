package io.drover.agent.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.model.Field;
import io.drover.agent.model.VolumeSize;
import io.drover.agent.record.NodeIdentity;
import io.drover.agent.record.Volumes;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What is in the volumes of this node. Answers from memory. */
@Path("/v1/volumes")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.AGENT})
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class VolumesResource {
  private final Volumes volumes;
  private final NodeIdentity node;
  private final TimeSource time;

  /** A view of these volumes. */
  public VolumesResource(Volumes volumes, NodeIdentity node, TimeSource time) {
    this.volumes = volumes;
    this.node = node;
    this.time = time;
  }

  /** All volumes of the node, with the sizes that were measured last. */
  @GET
  @Operation(
      summary = "The node's volumes and what is in them",
      description =
          "Measured every ten minutes. A volume without 'bytes' says in 'unknown' why. 503 while the"
              + " engine has not said which volumes there are.")
  public String all() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("node").put("id", node.get().id()).put("hostname", node.get().hostname());
    answer.put("at", time.now().wall().toString());
    ArrayNode all = answer.putArray("volumes");
    for (VolumeSize volume :
        volumes.all().orElseThrow(() -> ProblemException.unavailable(volumes.failure()))) {
      ObjectNode json = all.addObject().put("name", volume.name()).put("stack", volume.stack());
      switch (volume.bytes()) {
        case Field.Known(long bytes) ->
            json.put("bytes", bytes).put("measuredAt", volume.measuredAt().toString());
        case Field.Unlimited none -> json.put("unknown", "not measured");
        case Field.Unknown(String reason) -> json.put("unknown", reason);
      }
    }
    return answer.toString();
  }
}
