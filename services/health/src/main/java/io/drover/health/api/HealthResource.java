package io.drover.health.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.drover.health.decide.alert.Alert;
import io.drover.health.decide.state.Assessment;
import io.drover.health.notify.AlertJson;
import io.drover.health.record.HealthBoard;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** How the Swarm, its nodes and its services are. Answers from memory. */
@Path("/v1")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class HealthResource {
  private final HealthBoard board;

  /** A view of this board. */
  public HealthResource(HealthBoard board) {
    this.board = board;
  }

  /** All at a glance. */
  @GET
  @Path("/health")
  @Operation(summary = "The Swarm at a glance: managers, nodes, services, what is wrong")
  public String health() {
    return HealthAnswer.overview(known(board)).toString();
  }

  /** Every node. */
  @GET
  @Path("/nodes")
  @Operation(summary = "Every node: state, agent, and what is wrong with it in plain words")
  public String nodes() {
    return HealthAnswer.nodes(seen()).toString();
  }

  /** Every service. */
  @GET
  @Path("/services")
  @Operation(summary = "Every service: desired, running and schedulable tasks, and what is wrong")
  public String services() {
    return HealthAnswer.services(seen()).toString();
  }

  /** One service with its tasks. */
  @GET
  @Path("/services/{name}")
  @Operation(summary = "One service by its full name, with each of its tasks")
  public String service(@PathParam("name") String name) {
    return seen().services().stream()
        .filter(service -> service.facts().view().name().equals(name))
        .findFirst()
        .map(service -> HealthAnswer.details(service).toString())
        .orElseThrow(() -> ProblemException.notFound("there is no service named " + name));
  }

  /** Every alert of the built-in rules. */
  @GET
  @Path("/alerts")
  @Operation(summary = "Alerts of the built-in rules: pending, firing, and resolved lately")
  public String alerts() {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    known(board).alerts().stream()
        .sorted(
            Comparator.comparing(Alert::state)
                .thenComparing(alert -> alert.condition().allLabels().toString()))
        .forEach(alert -> AlertJson.show(all.addObject(), alert));
    return all.toString();
  }

  private Assessment seen() {
    HealthBoard.View view = known(board);
    return view.assessment()
        .orElseThrow(
            () ->
                ProblemException.unavailable(
                    view.blind().isEmpty() ? "nothing was looked at yet" : view.blind()));
  }

  /** Only the holder of the lease looks; what a stand-by could show would be empty or old. */
  static HealthBoard.View known(HealthBoard board) {
    HealthBoard.View view = board.view();
    if (!view.reasonForNone().isEmpty()) {
      throw ProblemException.unavailable(view.reasonForNone());
    }
    return view;
  }
}
