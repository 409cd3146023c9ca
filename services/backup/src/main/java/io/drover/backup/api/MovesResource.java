package io.drover.backup.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.backup.BackupRuns;
import io.drover.backup.decide.move.MovePlan;
import io.drover.backup.move.Moves;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Moves of volumes: planned, ordered, confirmed. */
@Path("/v1/moves")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class MovesResource {
  private final BackupRuns backup;
  private final SecurityIdentity caller;

  /** The API of these moves. */
  public MovesResource(BackupRuns backup, SecurityIdentity caller) {
    this.backup = backup;
    this.caller = caller;
  }

  /** Those under way, those that wait to be confirmed, and those that were undone. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "Moves of volumes: how far they are")
  public String all() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("moves", Answers.json(backup.moves().all()));
    return answer.toString();
  }

  /** Plans one, and does nothing. */
  @POST
  @Path("/plan")
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "What moving a volume would come to")
  public String plan(String body) {
    Fields fields = Fields.of(body, "volume", "to");
    String volume = fields.name("volume", "");
    String to = fields.name("to", "");
    fields.check();
    return Answers.asking(
        () -> {
          MovePlan plan = backup.moves().plan(volume, to);
          return Answers.json(plan).toString();
        });
  }

  /** Orders one. */
  @POST
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      summary = "Moves a volume, with the service that uses it, to another node",
      description =
          "{\"volume\": \"shop_data\", \"to\": \"node2\"}. Undone when any step fails. The old copy"
              + " is kept until POST /v1/moves/{volume}/confirm.")
  public String order(String body) {
    Fields fields = Fields.of(body, "volume", "to");
    String volume = fields.name("volume", "");
    String to = fields.name("to", "");
    fields.check();
    return Answers.asking(
        () ->
            switch (backup.moves().order(volume, to, caller.getPrincipal().getName())) {
              case Moves.Ordered.Running(var view) -> Answers.json(view).toString();
              case Moves.Ordered.Refused(MovePlan plan) ->
                  throw Answers.refused("it can't be moved so", plan.refusals());
              case Moves.Ordered.NotNow(String why) -> throw ProblemException.conflict(why);
            });
  }

  /** Confirms one. */
  @POST
  @Path("/{volume}/confirm")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(summary = "Confirms a move: the old copy is removed")
  public String confirm(@PathParam("volume") String volume) {
    return Answers.asking(
        () ->
            backup
                .moves()
                .confirm(volume)
                .map(view -> Answers.json(view).toString())
                .orElseThrow(
                    () ->
                        ProblemException.notFound(
                            "no move of volume %s waits to be confirmed".formatted(volume))));
  }
}
