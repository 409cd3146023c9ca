package io.drover.placement.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.placement.decide.moves.Balance.Finding;
import io.drover.placement.decide.moves.MoveRecord;
import io.drover.placement.decide.moves.MoveRecord.Move;
import io.drover.placement.record.moves.MoveBoard;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What would be moved to even tasks out, what was, and what holds moves back. */
@Path("/v1/rebalance")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class RebalanceResource {
  private final MoveBoard board;

  /** A view of this board. */
  public RebalanceResource(MoveBoard board) {
    this.board = board;
  }

  /** Every service that asks for it; only the holder of the lease knows. */
  @GET
  @Operation(summary = "Services whose tasks may be evened out: how they lie, what would be moved")
  public String all() {
    MoveBoard.Survey survey = board.survey();
    if (!survey.missing().isEmpty()) {
      throw ProblemException.unavailable(survey.missing());
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode budget = json.putObject("budget");
    budget.put("made", survey.made()).put("perHour", survey.perHour());
    DrainAnswer.reasons(json.putArray("holding"), survey.holding());
    ArrayNode services = json.putArray("services");
    survey.services().forEach(service -> write(services.addObject(), service));
    return json.toString();
  }

  private static void write(ObjectNode json, MoveBoard.Service service) {
    json.put("service", service.name());
    ObjectNode nodes = json.putObject("nodes");
    service.counts().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(count -> nodes.put(count.getKey(), count.getValue()));
    switch (service.finding()) {
      case Finding.Better better -> {
        json.put("moves", better.moves()).put("code", "Uneven").put("why", better.text());
        json.put("from", better.lie().from()).put("to", better.lie().to());
      }
      case Finding.Leave(var why) ->
          json.put("moves", 0).put("code", why.code()).put("why", why.text());
    }
    DrainAnswer.reasons(json.putArray("against"), service.against());
    json.put("underWay", stage(service.record().move()));
    MoveRecord.Lesson lesson = service.record().lesson();
    if (!lesson.text().isEmpty()) {
      json.putObject("last")
          .put("helped", lesson.helped())
          .put("at", lesson.at().toString())
          .put("text", lesson.text());
    }
  }

  private static String stage(Move move) {
    return switch (move) {
      case Move.None none -> "none";
      case Move.Raising raising -> "raising";
      case Move.Lowering lowering -> "lowering";
      case Move.Replacing replacing -> "replacing";
    };
  }
}
