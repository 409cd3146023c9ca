package io.drover.backup.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Durations;
import io.drover.core.policy.BackupPolicy;
import io.drover.core.policy.ServicePolicy;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.policy.LabelPolicies;
import io.drover.runtime.time.TimeSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Which services ask for backups by their labels: when, of what, how, and what is kept. */
@Path("/v1/policies")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class PoliciesResource {
  private final Engine engine;
  private final TimeSource time;

  /** The services that this engine's Swarm has, at the times of this clock. */
  public PoliciesResource(Engine engine, TimeSource time) {
    this.engine = engine;
    this.time = time;
  }

  /** As of now; the engine is asked, so that a stand-by answers too. */
  @GET
  @Operation(summary = "Effective backup policies with their source, and what is wrong with others")
  public String all() {
    try {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      LabelPolicies.write(
          answer.putArray("policies"),
          engine.snapshot().services(),
          new Backups(time.now().wall()));
      return answer.toString();
    } catch (EngineException away) {
      throw ProblemException.unavailable(away.getMessage());
    }
  }

  private record Backups(Instant now) implements LabelPolicies.Shown {
    @Override
    public boolean concerns(ServicePolicy policy) {
      return policy.backup().isPresent();
    }

    @Override
    public void write(ObjectNode json, ServicePolicy policy) {
      policy.backup().ifPresent(backup -> backup(json.putObject("backup"), backup));
    }

    private void backup(ObjectNode json, BackupPolicy backup) {
      json.put("schedule", backup.schedule().toString());
      backup.schedule().after(now).ifPresent(next -> json.put("next", next.toString()));
      // Without names it is every volume that the service mounts.
      ArrayNode volumes = json.putArray("volumes");
      backup.volumes().forEach(volumes::add);
      BackupPolicy.Pause pause = backup.pause();
      json.put("stop", pause.stop());
      json.put("order", pause.order());
      json.put("before", pause.before());
      json.put("after", pause.after());
      json.put("timeout", Durations.format(pause.timeout()));
      if (backup.limited()) {
        json.put("rate", backup.rate().toString());
      }
      json.put("check", backup.check());
      ArrayNode keep = json.putArray("keep");
      backup.keep().rules().forEach(rule -> keep.add(rule.toString()));
    }
  }
}
