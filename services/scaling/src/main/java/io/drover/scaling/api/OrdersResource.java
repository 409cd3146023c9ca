package io.drover.scaling.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Outcome;
import io.drover.engine.EngineException;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.orders.ServiceOrder;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.runtime.time.TimeSource;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What operators order for single services, for a while: a pause, or a count of their own. */
@Path("/v1/orders")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OrdersResource {
  private final ServiceOrders orders;
  private final OrderedServices services;
  private final TimeSource time;
  private final SecurityIdentity caller;

  /** The API of these orders. */
  public OrdersResource(
      ServiceOrders orders, OrderedServices services, TimeSource time, SecurityIdentity caller) {
    this.orders = orders;
    this.services = services;
    this.time = time;
    this.caller = caller;
  }

  /** All that hold now. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "Pauses and counts that operators ordered for services")
  public String all() {
    Map<String, ServiceOrder> read = asking(() -> orders.read(now()));
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    read.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(order -> write(answer.addObject(), order.getKey(), order.getValue()));
    return answer.toString();
  }

  /** Nothing is done to a service for a while. */
  @POST
  @Path("/{service}/pause")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.OPERATOR)
  @Operation(summary = "Leaves one service alone for a while, at most 7d")
  public String pause(@PathParam("service") String name, String body) {
    ServiceOrder order = OrderRequest.pause(body, now(), caller.getPrincipal().getName());
    return set(asking(() -> services.any(name)), order);
  }

  /** A service has this count for a while, whatever its policy comes to. */
  @POST
  @Path("/{service}/replicas")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.OPERATOR)
  @Operation(summary = "Gives one service a count of its own for a while, at most 7d")
  public String scale(@PathParam("service") String name, String body) {
    ServiceOrder order = OrderRequest.replicas(body, now(), caller.getPrincipal().getName());
    return set(services.scaled(name), order);
  }

  /** Takes back what was ordered for a service. */
  @DELETE
  @Path("/{service}")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(summary = "Takes back what was ordered for one service")
  public String clear(@PathParam("service") String name) {
    String id = asking(() -> services.any(name));
    check(asking(() -> orders.clear(id)));
    return "{}";
  }

  private String set(String id, ServiceOrder order) {
    check(asking(() -> orders.set(id, order)));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    write(answer, id, order);
    return answer.toString();
  }

  private void write(ObjectNode json, String serviceId, ServiceOrder order) {
    json.put("id", serviceId);
    asking(() -> services.nameOf(serviceId)).ifPresent(name -> json.put("service", name));
    switch (order) {
      case ServiceOrder.Pause pause -> json.put("kind", "pause");
      case ServiceOrder.Replicas replicas ->
          json.put("kind", "replicas").put("replicas", replicas.replicas());
      case ServiceOrder.Unreadable unreadable -> json.put("kind", "unreadable");
    }
    if (!order.until().equals(Instant.MAX)) {
      json.put("until", order.until().toString());
    }
    json.put("by", order.by()).put("why", order.why());
  }

  private Instant now() {
    return time.now().wall();
  }

  private static <T> T asking(Supplier<T> engine) {
    try {
      return engine.get();
    } catch (EngineException unreachable) {
      throw ProblemException.unavailable(unreachable.getMessage());
    }
  }

  private static void check(Outcome outcome) {
    switch (outcome) {
      case Outcome.Applied applied -> {}
      case Outcome.Conflict conflict ->
          throw ProblemException.conflict("somebody else changed the order at the same moment");
      case Outcome.Failed failed ->
          throw ProblemException.unavailable("the engine did not do it: " + failed.message());
    }
  }
}
