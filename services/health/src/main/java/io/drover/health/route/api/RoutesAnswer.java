package io.drover.health.route.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Reading;
import io.drover.core.policy.RoutePolicy;
import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.RouteTask;
import io.drover.health.route.decide.RoutedService;
import io.drover.health.route.decide.Slot;
import io.drover.health.route.decide.Standing;
import io.drover.health.route.observe.RouteRound;
import io.drover.health.route.record.BalancerStatus;
import io.drover.health.route.record.RouteBoard;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes {@code GET /v1/routes}. */
final class RoutesAnswer {
  private RoutesAnswer() {}

  static ObjectNode write(RouteBoard board) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode services = answer.putArray("services");
    ArrayNode balancers = answer.putArray("balancers");
    ArrayNode problems = answer.putArray("problems");
    Map<Endpoint, String> tasks = new HashMap<>();
    for (RouteRound round : board.last().stream().toList()) {
      answer.put("at", round.at().toString());
      round.problems().forEach(problems::add);
      for (RoutedService service : round.services()) {
        write(services.addObject(), service);
        service.standings().forEach(standing -> name(standing.task(), tasks));
      }
    }
    board.balancers().forEach(balancer -> write(balancers.addObject(), balancer, tasks));
    return answer;
  }

  private static void name(RouteTask task, Map<Endpoint, String> tasks) {
    if (task.endpoint() instanceof Reading.Known<Endpoint>(Endpoint at, var when)
        && !task.state().isTerminal()) {
      tasks.put(at, task.id());
    }
  }

  private static void write(ObjectNode json, RoutedService service) {
    RoutePolicy policy = service.policy();
    json.put("service", service.name()).put("id", service.id());
    json.put("backend", policy.backend()).put("port", policy.port());
    json.put(
        "check",
        switch (policy.check()) {
          case RoutePolicy.Check.Tcp tcp -> "tcp";
          case RoutePolicy.Check.Http(String path) -> path;
        });
    json.put("weight", policy.weight()).put("maxconn", policy.maxConnections());
    json.put("observing", service.observing());
    ArrayNode tasks = json.putArray("tasks");
    for (Standing standing : service.standings()) {
      if (!standing.task().state().isTerminal()) {
        write(tasks.addObject(), standing);
      }
    }
  }

  private static void write(ObjectNode json, Standing standing) {
    RouteTask task = standing.task();
    json.put("task", task.id()).put("node", task.node());
    json.put("state", word(task.state())).put("desired", word(task.desired()));
    switch (task.endpoint()) {
      case Reading.Known<Endpoint>(Endpoint at, var when) -> json.put("address", at.toString());
      case Reading.Unknown<Endpoint>(String why) -> json.putNull("address").put("noAddress", why);
    }
    json.put("place", word(standing.place()));
    json.put("code", standing.why().code()).put("why", standing.why().text());
  }

  private static void write(ObjectNode json, BalancerStatus balancer, Map<Endpoint, String> tasks) {
    json.put("balancer", balancer.name()).put("at", balancer.at().toString());
    json.put("error", balancer.error());
    ArrayNode backends = json.putArray("backends");
    balancer.backends().keySet().stream()
        .sorted()
        .forEach(
            backend ->
                write(
                    backends.addObject().put("backend", backend),
                    balancer.backends().get(backend),
                    balancer.notes().getOrDefault(backend, List.of()),
                    tasks));
  }

  private static void write(
      ObjectNode json, List<Slot> slots, List<String> notes, Map<Endpoint, String> tasks) {
    json.put("free", slots.stream().filter(slot -> !slot.isTaken()).count());
    ArrayNode members = json.putArray("members");
    for (Slot slot : slots) {
      if (slot.isTaken()) {
        members
            .addObject()
            .put("slot", slot.name())
            .put("address", slot.endpoint().toString())
            .put("task", tasks.get(slot.endpoint()))
            .put("state", word(slot.state()))
            .put("up", slot.up())
            .put("weight", slot.weight())
            .put("maxconn", slot.maxConnections())
            .put("sessions", slot.sessions());
      }
    }
    notes.forEach(json.putArray("notes")::add);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
