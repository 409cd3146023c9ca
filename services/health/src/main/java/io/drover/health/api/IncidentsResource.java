package io.drover.health.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.drover.health.record.HealthBoard;
import io.drover.health.record.IncidentJson;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Incidents, from memory; and who takes care of them. */
@Path("/v1/incidents")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class IncidentsResource {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ALL = "all";
  private static final String ACTIVE = "active";
  private static final int LONGEST_NOTE = 500;

  private final HealthBoard board;
  private final TimeSource time;
  private final SecurityIdentity caller;

  /** The API of this board. */
  public IncidentsResource(HealthBoard board, TimeSource time, SecurityIdentity caller) {
    this.board = board;
    this.time = time;
    this.caller = caller;
  }

  /** Active ones, or all of the last days. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "Incidents with their timelines: the active ones, or all of the last 7 days")
  public String all(@QueryParam("status") @DefaultValue(ALL) String status) {
    if (!status.equals(ALL) && !status.equals(ACTIVE)) {
      throw ProblemException.badRequest(
          "the request has mistakes", List.of("status: expected all or active"));
    }
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    HealthResource.known(board).incidents().all().stream()
        .filter(incident -> status.equals(ALL) || incident.status().isActive())
        .forEach(incident -> answer.add(IncidentJson.write(incident)));
    return answer.toString();
  }

  /** One of them. */
  @GET
  @Path("/{id}")
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "One incident with its timeline")
  public String one(@PathParam("id") String id) {
    return HealthResource.known(board)
        .incidents()
        .find(id)
        .map(incident -> IncidentJson.write(incident).toString())
        .orElseThrow(() -> ProblemException.notFound("there is no incident " + id));
  }

  /** Somebody takes care of it. */
  @POST
  @Path("/{id}/ack")
  @Consumes(MediaType.WILDCARD)
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      summary = "Says that somebody takes care of an active incident",
      description = "The body may be left out, or be {\"note\": \"...\"}.")
  public String acknowledge(@PathParam("id") String id, String body) {
    String note = note(body);
    HealthResource.known(board);
    return board
        .acknowledge(id, caller.getPrincipal().getName(), note, time.now().wall())
        .map(incident -> IncidentJson.write(incident).toString())
        .orElseThrow(() -> ProblemException.notFound("there is no active incident " + id));
  }

  private static String note(String body) {
    if (body == null || body.isBlank()) {
      return "";
    }
    try {
      JsonNode json = MAPPER.readTree(body);
      JsonNode note = json.path("note");
      boolean fits = note.isMissingNode() || note.isTextual();
      if (json.isObject() && fits && note.asText("").length() <= LONGEST_NOTE) {
        return note.asText("");
      }
    } catch (JsonProcessingException malformed) {
      throw ProblemException.badRequest(
          "the request has mistakes", List.of("not JSON: " + malformed.getOriginalMessage()));
    }
    throw ProblemException.badRequest(
        "the request has mistakes",
        List.of("expected {\"note\": a text of at most %d characters}".formatted(LONGEST_NOTE)));
  }
}
