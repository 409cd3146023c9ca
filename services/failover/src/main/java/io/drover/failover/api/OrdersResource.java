package io.drover.failover.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.failover.decide.Order;
import io.drover.failover.decide.Side;
import io.drover.failover.record.Orders;
import io.drover.failover.record.SiteBoard;
import io.drover.failover.record.SiteBoard.Picture;
import io.drover.failover.rehearse.GameDay;
import io.drover.failover.rehearse.Loss;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.RequestJson;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Orders of operators: to move, to move back, and to try it without effect. */
@Path("/v1/failover")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OrdersResource {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Orders orders;
  private final SiteBoard board;
  private final GameDay gameDay;

  /** Hands orders to the loop. */
  public OrdersResource(Orders orders, SiteBoard board, GameDay gameDay) {
    this.orders = orders;
    this.board = board;
    this.gameDay = gameDay;
  }

  /**
   * Has a site serve: {@code {"to": SITE, "otherIsOff": false}}. Without {@code to} the stand-by,
   * so that an order that is given twice moves once. {@code otherIsOff} is for who has seen to
   * that, and answers for it.
   */
  @POST
  @Path("/now")
  @Operation(summary = "Moves to a site now")
  public String now(String body) {
    Picture picture = picture();
    JsonNode json = read(body, Set.of("to", "otherIsOff"));
    Side to = json.has("to") ? side(picture, json.path("to")) : Side.STANDBY;
    return given(new Order.Serve(to, flag(json, "otherIsOff")));
  }

  /**
   * Has the primary serve again: {@code {"confirm": true}}; without that it only tells what would
   * be lost.
   */
  @POST
  @Path("/back")
  @Operation(summary = "Moves back to the primary, or tells what that would lose")
  public String back(String body) {
    Picture picture = picture();
    JsonNode json = read(body, Set.of("confirm", "otherIsOff"));
    if (flag(json, "confirm")) {
      return given(new Order.Serve(Side.PRIMARY, flag(json, "otherIsOff")));
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("done", false);
    ArrayNode loses = answer.putArray("loses");
    Loss.of(picture).forEach(loses::add);
    return answer.toString();
  }

  /** Tries everything but the last step; changes nothing but a scratch record. */
  @POST
  @Path("/test")
  @Operation(summary = "A game day without effect")
  public String test() {
    List<GameDay.Check> checks = gameDay.run(picture());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("ok", checks.stream().allMatch(GameDay.Check::ok));
    ArrayNode all = answer.putArray("checks");
    checks.forEach(
        check ->
            all.addObject()
                .put("check", check.what())
                .put("ok", check.ok())
                .put("text", check.text()));
    return answer.toString();
  }

  private Picture picture() {
    return switch (board.newest()) {
      case SiteBoard.Newest.Nothing(String why) -> throw ProblemException.unavailable(why);
      case SiteBoard.Newest.Told(Picture picture) -> picture;
    };
  }

  private static JsonNode read(String body, Set<String> known) {
    JsonNode json = RequestJson.parse(body == null || body.isBlank() ? "{}" : body);
    List<String> problems = new ArrayList<>();
    if (!json.isObject()) {
      problems.add("expected a JSON object");
    }
    json.fieldNames()
        .forEachRemaining(
            field -> {
              if (!known.contains(field)) {
                problems.add(field + ": no such field");
              }
            });
    for (String flag : List.of("confirm", "otherIsOff")) {
      if (json.has(flag) && !json.path(flag).isBoolean()) {
        problems.add(flag + ": expected true or false");
      }
    }
    if (!problems.isEmpty()) {
      throw RequestJson.mistakes(problems);
    }
    return json;
  }

  private static boolean flag(JsonNode json, String field) {
    return json.path(field).asBoolean(false);
  }

  private static Side side(Picture picture, JsonNode to) {
    for (Side side : Side.values()) {
      if (to.isTextual() && picture.name(side).equals(to.textValue())) {
        return side;
      }
    }
    throw RequestJson.mistakes(
        List.of(
            "to: expected %s or %s"
                .formatted(picture.name(Side.PRIMARY), picture.name(Side.STANDBY))));
  }

  private String given(Order.Serve order) {
    CompletableFuture<Orders.Answer> future = orders.give(order);
    try {
      return switch (future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        case Orders.Answer.Refused(String why) -> throw ProblemException.conflict(why);
        case Orders.Answer.Accepted(var state, var why) -> {
          ObjectNode answer =
              JsonNodeFactory.instance
                  .objectNode()
                  .put("done", true)
                  .put("phase", state.phase().name())
                  .put("move", state.epoch());
          ArrayNode reasons = answer.putArray("reasons");
          why.forEach(reason -> reasons.add(reason.text()));
          yield answer.toString();
        }
      };
    } catch (TimeoutException slow) {
      // A round that takes it up only now must not act on what nobody waits for any more.
      if (orders.giveUp(future)) {
        throw ProblemException.unavailable("no round decided on it within " + PATIENCE);
      }
      throw ProblemException.unavailable(
          "it is being decided on, and may be carried out: look at the status");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable("interrupted");
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
  }
}
