package io.drover.backup.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.backup.BackupRuns;
import io.drover.backup.decide.restore.RestorePlan;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.restore.RestoreRequest;
import io.drover.backup.restore.Restores;
import io.drover.core.decision.Reason;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Restores: planned, started, looked at. */
@Path("/v1/restores")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class RestoresResource {
  private final BackupRuns backup;
  private final TimeSource time;
  private final SecurityIdentity caller;

  /** The API of these restores. */
  public RestoresResource(BackupRuns backup, TimeSource time, SecurityIdentity caller) {
    this.backup = backup;
    this.time = time;
    this.caller = caller;
  }

  /** Those under way, and the last ones that are over. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "Restores, newest first: how far they are, or how they ended")
  public String all() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("restores", Answers.json(backup.restores().all()));
    return answer.toString();
  }

  /** One of them. */
  @GET
  @Path("/{id}")
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "One restore")
  public String one(@PathParam("id") String id) {
    return backup
        .restores()
        .find(id)
        .map(view -> Answers.json(view).toString())
        .orElseThrow(() -> ProblemException.notFound("there is no restore " + id));
  }

  /** Plans one, and does nothing. */
  @POST
  @Path("/plan")
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(
      summary = "What a restore would make, replace and refuse, and what is missing for it",
      description = "The same body as POST /v1/restores.")
  public String plan(String body) {
    return Answers.asking(
        () -> {
          RestoreRequest request = request(body);
          return write(request, backup.restores().plan(request)).toString();
        });
  }

  /** Starts one. */
  @POST
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      summary = "Restores a stack",
      description =
          "{\"stack\": \"shop\", \"name\": \"20261126T033000Z-0a1b2c3d\" or \"at\": an instant,"
              + " \"as\": \"shop2\", \"volumes\": [], \"replace\": false, \"inUse\": false,"
              + " \"nodes\": {\"shop_data\": \"node2\"}}. Without name and at, the newest backup;"
              + " with volumes only these and no service. Returns once it is planned.")
  public String start(String body) {
    return Answers.asking(
        () ->
            switch (backup.restores().start(request(body))) {
              case Restores.Started.Running(var view) -> Answers.json(view).toString();
              case Restores.Started.Refused(RestorePlan plan) ->
                  throw Answers.refused("it can't be restored so", plan.refusals());
              case Restores.Started.NotNow(String why) -> throw ProblemException.conflict(why);
            });
  }

  private static ObjectNode write(RestoreRequest request, RestorePlan plan) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("stack", request.backup().stack());
    json.put("backup", request.backup().name().toString());
    json.put("as", request.as()).put("possible", plan.possible());
    json.set("items", Answers.json(plan.items()));
    reasons(json.putArray("refusals"), plan.refusals());
    reasons(json.putArray("notes"), plan.notes());
    return json;
  }

  private static void reasons(ArrayNode array, List<Reason> reasons) {
    reasons.forEach(
        reason -> array.addObject().put("code", reason.code()).put("text", reason.text()));
  }

  private RestoreRequest request(String body) throws java.io.IOException {
    Fields fields =
        Fields.of(body, "stack", "name", "at", "as", "volumes", "replace", "inUse", "nodes");
    String stack = fields.name("stack", "");
    String as = fields.name("as", stack.isEmpty() ? "-" : stack);
    String name = fields.text("name");
    String at = fields.text("at");
    Instant moment = time.now().wall();
    try {
      moment = at.isEmpty() ? moment : Instant.parse(at);
    } catch (DateTimeException malformed) {
      fields.problem("at: '%s', expected an instant such as 2026-11-26T03:30:00Z".formatted(at));
    }
    var volumes = fields.names("volumes");
    var nodes = fields.map("nodes");
    boolean replace = fields.flag("replace");
    boolean inUse = fields.flag("inUse");
    fields.check();
    try {
      BackupId id =
          name.isEmpty()
              ? backup.restores().at(stack, moment)
              : backup.restores().named(stack, name);
      return new RestoreRequest(
          id, as, volumes, replace, inUse, nodes, caller.getPrincipal().getName());
    } catch (IllegalArgumentException wrong) {
      fields.problem(wrong.getMessage());
      fields.check();
      throw wrong;
    }
  }
}
