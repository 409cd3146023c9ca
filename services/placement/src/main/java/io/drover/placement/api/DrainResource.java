package io.drover.placement.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Reason;
import io.drover.core.model.NodeView;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.placement.MovesConfig;
import io.drover.placement.act.moves.DrainIntents;
import io.drover.placement.act.moves.DrainIntents.Stored;
import io.drover.placement.decide.moves.DrainIntent;
import io.drover.placement.decide.moves.DrainIntent.Order;
import io.drover.placement.decide.moves.DrainIntent.Stage;
import io.drover.placement.decide.moves.DrainPlan;
import io.drover.placement.decide.moves.DrainPlanner;
import io.drover.placement.decide.moves.MoveFacts;
import io.drover.placement.observe.NodeInventory;
import io.drover.placement.observe.moves.MoveFactsReader;
import io.drover.placement.observe.moves.OperatorsOrders;
import io.drover.placement.observe.moves.TaskWatch;
import io.drover.placement.record.moves.MoveBoard;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Drains of nodes: what one would come to, the order, how far it is, the way back. */
@Path("/v1/nodes/{node}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class DrainResource {
  private static final String DRAIN = "drain";

  private final MoveFactsReader reader;
  private final DrainIntents intents;
  private final ServiceOrders orders;
  private final MovesConfig config;
  private final MoveBoard board;
  private final Suite suite;
  private final TimeSource time;
  private final SecurityIdentity caller;

  /** The API of the drains of this Swarm. */
  public DrainResource(
      Engine engine,
      NodeInventory inventory,
      MovesConfig config,
      MoveBoard board,
      Suite suite,
      TimeSource time,
      SecurityIdentity caller) {
    this.reader = new MoveFactsReader(engine, inventory);
    this.intents = new DrainIntents(engine);
    this.orders = new ServiceOrders(engine);
    this.config = config;
    this.board = board;
    this.suite = suite;
    this.time = time;
    this.caller = caller;
  }

  /** What draining a node would come to. */
  @GET
  @Path("/drain-plan")
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "What draining a node would come to: what moves where, what is in the way")
  public String plan(@PathParam("node") String name) {
    return asking(
        () -> {
          MoveFacts facts = facts();
          NodeView node = node(facts, name);
          return DrainAnswer.plan(node, plan(facts, node)).toString();
        });
  }

  /** Orders a drain; it goes on by itself from there. */
  @POST
  @Path("/drain")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(summary = "Drains a node without a moment in which too few tasks run")
  public String order(@PathParam("node") String name, String body) {
    Instant now = time.now().wall();
    Order order = DrainRequest.read(body, now, caller.getPrincipal().getName());
    mayAct();
    return asking(
        () -> {
          MoveFacts facts = facts();
          NodeView node = node(facts, name);
          if (node.availability().equals(DRAIN) && intents.of(node.id()).isEmpty()) {
            throw ProblemException.conflict(node.hostname() + " is drained already");
          }
          DrainPlan plan = plan(facts, node);
          List<Reason> against = plan.against(order.allowStop());
          if (!against.isEmpty()) {
            throw DrainAnswer.refusal(node, against);
          }
          begin(
              new DrainIntent(
                  node.id(), node.hostname(), node.availability(), order, Stage.ORDERED, Map.of()));
          return status(node).toString();
        });
  }

  /** How far a drain is. */
  @GET
  @Path("/drain")
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "How far the drain of a node is")
  public String status(@PathParam("node") String name) {
    return asking(() -> status(node(facts(), name)).toString());
  }

  /** Takes a drain back: the node and the services get what they had. */
  @DELETE
  @Path("/drain")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(summary = "Ends a drain that is under way; node and services get what they had")
  public String abort(@PathParam("node") String name) {
    mayAct();
    return asking(
        () -> {
          NodeView node = node(facts(), name);
          switch (intents.of(node.id()).orElseThrow(() -> noDrain(node))) {
            case Stored.Known known ->
                check(intents.write(known, known.intent().at(Stage.RESTORING)));
            case Stored.Unreadable(String id, String why) -> throw ProblemException.conflict(why);
          }
          return status(node).toString();
        });
  }

  /** Lets a node take tasks again. */
  @POST
  @Path("/undrain")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(summary = "Lets a drained or paused node take tasks again")
  public String undrain(@PathParam("node") String name, String body) {
    Instant now = time.now().wall();
    Order order = DrainRequest.read(body, now, caller.getPrincipal().getName());
    mayAct();
    return asking(
        () -> {
          NodeView node = node(facts(), name);
          if (node.availability().equals("active")) {
            throw ProblemException.conflict(node.hostname() + " takes tasks already");
          }
          begin(
              new DrainIntent(
                  node.id(), node.hostname(), "active", order, Stage.RESTORING, Map.of()));
          return status(node).toString();
        });
  }

  private static ProblemException noDrain(NodeView node) {
    return ProblemException.notFound("no drain of %s is under way".formatted(node.hostname()));
  }

  private void begin(DrainIntent intent) {
    switch (intents.begin(intent)) {
      case Outcome.Applied applied -> {}
      case Outcome.Conflict taken ->
          throw ProblemException.conflict(
              "a drain of %s is under way; DELETE it to take it back".formatted(intent.hostname()));
      case Outcome.Failed failed ->
          throw ProblemException.unavailable("the engine did not do it: " + failed.message());
    }
  }

  private void mayAct() {
    if (suite.mode() == Mode.OBSERVE) {
      throw ProblemException.conflict(
          "observe mode: nothing is done; ask for the plan to see what would be");
    }
  }

  private DrainPlan plan(MoveFacts facts, NodeView node) {
    return DrainPlanner.plan(facts, node, Map.of(), OperatorsOrders.of(orders.read(facts.now())));
  }

  private ObjectNode status(NodeView node) {
    Optional<Stored> stored = intents.of(node.id());
    return DrainAnswer.status(node, stored, board.drain(node.id()));
  }

  private MoveFacts facts() {
    return reader.read().facts(time.now().wall(), config.settle(), TaskWatch.NONE);
  }

  private static NodeView node(MoveFacts facts, String name) {
    List<NodeView> found =
        facts.nodes().stream()
            .filter(node -> node.id().equals(name) || node.hostname().equals(name))
            .toList();
    if (found.isEmpty()) {
      throw ProblemException.notFound("no node " + name);
    }
    if (found.size() > 1) {
      throw ProblemException.conflict(
          "%d nodes are called %s: name one by its id".formatted(found.size(), name));
    }
    return found.getFirst();
  }

  private static void check(Outcome outcome) {
    switch (outcome) {
      case Outcome.Applied applied -> {}
      case Outcome.Conflict conflict ->
          throw ProblemException.conflict("the drain went on at the same moment: ask again");
      case Outcome.Failed failed ->
          throw ProblemException.unavailable("the engine did not do it: " + failed.message());
    }
  }

  private static <T> T asking(Supplier<T> engine) {
    try {
      return engine.get();
    } catch (EngineException unreachable) {
      throw ProblemException.unavailable(unreachable.getMessage());
    }
  }
}
