package io.drover.health.route;

import io.drover.health.route.decide.RoutedService;
import io.drover.health.route.decide.Slot;
import io.drover.health.route.decide.Standing;
import io.drover.health.route.observe.RouteRound;
import io.drover.health.route.record.BalancerStatus;
import io.drover.health.route.record.RouteBoard;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The board as metrics: {@code drover_route_balancer_up{balancer}}, {@code
 * drover_route_members{balancer,backend,state}} (ready, drain, maint: free slots) and {@code
 * drover_route_tasks{service,place}} (in, stay, drain, out). A stand-by shows none of them.
 */
final class RouteMetrics {
  private final MultiGauge up;
  private final MultiGauge members;
  private final MultiGauge tasks;

  RouteMetrics(MeterRegistry metrics) {
    up =
        MultiGauge.builder("drover.route.balancer.up")
            .description("1 where the load balancer could be read, else 0.")
            .register(metrics);
    members =
        MultiGauge.builder("drover.route.members")
            .description("Members of load balancers' backends, by what they get.")
            .register(metrics);
    tasks =
        MultiGauge.builder("drover.route.tasks")
            .description("Tasks of routed services, by where they belong.")
            .register(metrics);
  }

  void update(RouteBoard board) {
    List<BalancerStatus> balancers = board.balancers();
    up.register(
        balancers.stream()
            .<Row<?>>map(
                one -> Row.of(Tags.of("balancer", one.name()), one.error().isEmpty() ? 1 : 0))
            .toList(),
        true);
    List<Row<?>> slots = new ArrayList<>();
    for (BalancerStatus one : balancers) {
      one.backends().forEach((backend, list) -> count(one.name(), backend, list, slots));
    }
    members.register(slots, true);
    List<Row<?>> places = new ArrayList<>();
    for (RouteRound round : board.last().stream().toList()) {
      round.services().forEach(service -> count(service, places));
    }
    tasks.register(places, true);
  }

  private static void count(String balancer, String backend, List<Slot> slots, List<Row<?>> rows) {
    for (Slot.State state : Slot.State.values()) {
      rows.add(
          Row.of(
              Tags.of("balancer", balancer, "backend", backend, "state", word(state)),
              slots.stream().filter(slot -> slot.state() == state).count()));
    }
  }

  private static void count(RoutedService service, List<Row<?>> rows) {
    for (Standing.Place place : Standing.Place.values()) {
      rows.add(
          Row.of(
              Tags.of("service", service.name(), "place", word(place)),
              service.standings().stream().filter(one -> one.place() == place).count()));
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
