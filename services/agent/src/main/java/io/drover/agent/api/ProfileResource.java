package io.drover.agent.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.act.ProfileActuator;
import io.drover.agent.model.profile.ProfileItem;
import io.drover.agent.record.NodeIdentity;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The node profile: kernel settings, governor and the engine's drop-in. */
@Path("/v1/profile")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public class ProfileResource {
  private final ProfileActuator profile;
  private final NodeIdentity node;
  private final TimeSource time;

  /** A view of this profile. */
  public ProfileResource(ProfileActuator profile, NodeIdentity node, TimeSource time) {
    this.profile = profile;
    this.node = node;
    this.time = time;
  }

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("drover-profile").start(profile::applyAgain);
  }

  /** How the node stands. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.AGENT})
  @RunOnVirtualThread
  @Operation(
      summary = "How this node compares with the node profile",
      description = "state: as_wanted, differs, not_there, unknown; why: what is in the way.")
  public String check() {
    return answer(profile.check());
  }

  /** Sets what differs, and remembers what was. */
  @POST
  @Path("/apply")
  @RolesAllowed(Roles.AGENT)
  @RunOnVirtualThread
  @Operation(summary = "Applies the node profile; answers how the node stands then")
  public String apply() {
    return answer(profile.apply());
  }

  /** Gives back what was. */
  @POST
  @Path("/revert")
  @RolesAllowed(Roles.AGENT)
  @RunOnVirtualThread
  @Operation(summary = "Takes the node profile back; answers how the node stands then")
  public String revert() {
    return answer(profile.revert());
  }

  private String answer(List<ProfileItem> items) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("node").put("id", node.get().id()).put("hostname", node.get().hostname());
    answer.put("at", time.now().wall().toString());
    answer.put("applied", profile.isApplied());
    ArrayNode all = answer.putArray("items");
    for (ProfileItem item : items) {
      ObjectNode json = all.addObject().put("name", item.name()).put("wanted", item.wanted());
      if (!item.actual().isEmpty()) {
        json.put("actual", item.actual());
      }
      json.put("state", item.standing().name().toLowerCase(Locale.ROOT));
      if (!item.why().isEmpty()) {
        json.put("why", item.why());
      }
    }
    return answer.toString();
  }
}
