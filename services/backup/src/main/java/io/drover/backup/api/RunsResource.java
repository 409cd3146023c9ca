package io.drover.backup.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.backup.BackupRuns;
import io.drover.backup.decide.run.RunPlan;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Scope;
import io.drover.backup.manifest.Trigger;
import io.drover.backup.run.RunBoard;
import io.drover.backup.run.RunRequest;
import io.drover.backup.run.Runs;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Runs of backups: started, looked at, ended. */
@Path("/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class RunsResource {
  private final BackupRuns backup;
  private final RunBoard board;
  private final SecurityIdentity caller;

  /** The API of these runs. */
  public RunsResource(BackupRuns backup, RunBoard board, SecurityIdentity caller) {
    this.backup = backup;
    this.board = board;
    this.caller = caller;
  }

  /** Those under way, and the last ones that are over. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "Runs of backups, newest first: how far they are, or how they ended")
  public String all() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("runs", Answers.json(board.all()));
    return answer.toString();
  }

  /** One of them. */
  @GET
  @Path("/{id}")
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "One run")
  public String one(@PathParam("id") String id) {
    return board
        .find(id)
        .map(view -> Answers.json(view).toString())
        .orElseThrow(() -> ProblemException.notFound("there is no run " + id));
  }

  /** Plans one, and does nothing. */
  @POST
  @Path("/plan")
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "What a backup of a stack would do, refuse, and leave out")
  public String plan(String body) {
    RunRequest request = request(body);
    return Answers.asking(
        () -> {
          RunPlan plan = backup.runs().plan(request).plan();
          return Answers.json(plan).toString();
        });
  }

  /** Starts one. */
  @POST
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      summary = "Backs up a stack now",
      description =
          "{\"stack\": \"shop\", \"services\": [], \"volumes\": []}; without services all of the"
              + " stack, without volumes all that they mount. Returns once it is planned.")
  public String start(String body) {
    RunRequest request = request(body);
    return Answers.asking(
        () ->
            switch (backup.runs().start(request)) {
              case Runs.Started.Running(var view) -> Answers.json(view).toString();
              case Runs.Started.Refused(var reasons) ->
                  throw Answers.refused("the backup can't be made", reasons);
              case Runs.Started.Busy(String by) -> throw ProblemException.conflict(by);
              case Runs.Started.NotHere(String why) -> throw ProblemException.unavailable(why);
            });
  }

  /** Ends one. */
  @DELETE
  @Path("/{id}")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(summary = "Ends a run; what it stopped comes back, and there is no backup")
  public String cancel(@PathParam("id") String id) {
    if (!backup.runs().cancel(id)) {
      throw ProblemException.notFound("no run %s is under way".formatted(id));
    }
    return one(id);
  }

  private RunRequest request(String body) {
    Fields fields = Fields.of(body, "stack", "services", "volumes");
    String stack = fields.name("stack", "");
    Set<String> services = fields.names("services");
    Set<String> volumes = fields.names("volumes");
    fields.check();
    try {
      BackupId.checkStack(stack);
    } catch (IllegalArgumentException wrong) {
      fields.problem("stack: " + wrong.getMessage());
      fields.check();
    }
    Scope scope = services.isEmpty() && volumes.isEmpty() ? Scope.STACK : Scope.SERVICES;
    return new RunRequest(
        stack, scope, services, volumes, Trigger.MANUAL, caller.getPrincipal().getName());
  }
}
