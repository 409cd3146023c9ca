package io.drover.placement.api;

import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.placement.decide.plan.AddedNode;
import io.drover.placement.decide.plan.FewestNodes;
import io.drover.placement.decide.plan.PlanInput;
import io.drover.placement.decide.plan.PlanService.Count;
import io.drover.placement.decide.plan.Planner;
import io.drover.placement.observe.LiveCluster;
import io.drover.placement.observe.NodeInventory;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.RequestJson;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Does it fit, and what if: plans of where tasks come to be; nothing is placed. */
@Path("/v1/placement/plan")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class PlanResource {
  private final Engine engine;
  private final Instance<NodeInventory> inventories;

  /** The API of plans. */
  public PlanResource(Engine engine, Instance<NodeInventory> inventories) {
    this.engine = engine;
    this.inventories = inventories;
  }

  /** Plans what is given; a wrong request is answered with all of its mistakes. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Where Swarm would place the given services on the given nodes")
  public String plan(String body) {
    List<String> problems = new ArrayList<>();
    PlanRequest request = PlanRequest.read(RequestJson.parse(body), problems);
    if (!problems.isEmpty()) {
      throw RequestJson.mistakes(problems);
    }
    try {
      PlanInput input = request.input();
      PlanAnswer answer =
          PlanAnswer.of(Planner.plan(input), Planner.losses(input), request.without());
      request.addNode().forEach(like -> answer.with(AddedNode.search(input, like)));
      if (request.fewestNodes()) {
        answer.with(FewestNodes.of(input));
      }
      return answer.toString();
    } catch (ArithmeticException overflow) {
      throw tooMuch();
    }
  }

  private static ProblemException tooMuch() {
    return ProblemException.badRequest("the amounts add up to more than can be counted", List.of());
  }

  /** Plans the Swarm as it is, with changes. */
  @GET
  @Operation(summary = "What becomes of the live Swarm without nodes, or with other counts")
  public String live(
      @QueryParam("without") List<String> without, @QueryParam("scale") List<String> scale) {
    LiveCluster live = read();
    List<String> problems = new ArrayList<>();
    checkNodes(live.input(), without, problems);
    Map<String, Integer> counts = Scale.read(scale, problems);
    checkServices(live.input(), counts, problems);
    if (!problems.isEmpty()) {
      throw RequestJson.mistakes(problems);
    }
    PlanInput input = live.input().without(without).scaled(counts);
    PlanRequest.checkTasks(input, problems);
    if (!problems.isEmpty()) {
      throw RequestJson.mistakes(problems);
    }
    try {
      return PlanAnswer.of(Planner.plan(input), Planner.losses(input), without)
          .with(live.notes())
          .toString();
    } catch (ArithmeticException overflow) {
      throw tooMuch();
    }
  }

  private LiveCluster read() {
    try {
      return LiveCluster.read(
          engine, inventories.isResolvable() ? inventories.get() : NodeInventory.NONE);
    } catch (EngineException unreachable) {
      throw ProblemException.unavailable(unreachable.getMessage());
    }
  }

  private static void checkNodes(PlanInput input, List<String> names, List<String> problems) {
    for (String name : names) {
      if (input.nodes().stream().noneMatch(node -> node.isCalled(name))) {
        problems.add("without: expected the name or id of a node, not \"%s\"".formatted(name));
      }
    }
  }

  private static void checkServices(
      PlanInput input, Map<String, Integer> counts, List<String> problems) {
    for (String name : counts.keySet()) {
      if (input.services().stream()
          .noneMatch(one -> one.name().equals(name) && one.count() instanceof Count.Replicated)) {
        problems.add("scale: expected a replicated service, not \"%s\"".formatted(name));
      }
    }
  }
}
