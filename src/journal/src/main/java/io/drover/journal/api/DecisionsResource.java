package io.drover.journal.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.journal.Journal;
import io.drover.journal.JournalAnswer;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/**
 * What was decided and why. While the database is away it answers from what is still here, and says
 * so.
 */
@Path("/v1/decisions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
public final class DecisionsResource {
  private final Journal journal;
  private final TimeSource time;

  /** The API of this journal. */
  public DecisionsResource(Journal journal, TimeSource time) {
    this.journal = journal;
    this.time = time;
  }

  /** The newest decisions, newest first. */
  @GET
  @RunOnVirtualThread
  @Operation(summary = "The newest decisions; since is a time or a duration such as 1h")
  @APIResponseSchema(DecisionsAnswer.class)
  public StreamingOutput newest(
      @QueryParam("service") @DefaultValue("") String service,
      @QueryParam("loop") @DefaultValue("") String loop,
      @QueryParam("since") @DefaultValue("") String since,
      @QueryParam("acted") @DefaultValue("") String acted,
      @QueryParam("before") @DefaultValue("") String before,
      @QueryParam("limit") @DefaultValue("") String limit) {
    return new DecisionsWriter(
        journal,
        new DecisionsRequest(service, loop, since, acted, before, limit)
            .toQuery(time.now().wall()));
  }

  /** One decision. */
  @GET
  @Path("/{id}")
  @RunOnVirtualThread
  @Operation(summary = "One decision")
  public JsonNode one(@PathParam("id") String id) {
    if (!DecisionsRequest.isStorable(id)) {
      throw ProblemException.notFound("there is no such decision");
    }
    JournalAnswer answer = journal.find(id);
    if (!answer.decisions().isEmpty()) {
      return answer.decisions().getFirst().json();
    }
    throw answer.isComplete()
        ? ProblemException.notFound("there is no decision " + id)
        : ProblemException.unavailable("decision " + id + " is not here: " + answer.missing());
  }
}
