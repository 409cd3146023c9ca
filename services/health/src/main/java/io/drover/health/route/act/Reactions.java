package io.drover.health.route.act;

import io.drover.core.decision.Action.MemberChange;
import io.drover.core.decision.Action.SetMember;
import io.drover.core.decision.Action.SetMembers;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.model.Reading;
import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.RouteTask;
import io.drover.health.route.decide.RoutedService;
import io.drover.health.route.decide.Standing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures {@code drover_route_reaction_seconds{balancer}}: from when a task ran (and was healthy,
 * where it has a health check) to when it was put among the members, each task once in each
 * balancer.
 */
public final class Reactions {
  /** What takes longer is a repair or a check that failed for a while, and no reaction. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final int TASKS_REMEMBERED = 10_000;

  private final MeterRegistry metrics;
  private final Supplier<Instant> now;
  private final Instant start;
  private final Map<String, Boolean> measured =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > TASKS_REMEMBERED;
        }
      };

  /** Reactions by this clock. */
  public Reactions(MeterRegistry metrics, Supplier<Instant> now) {
    this.metrics = metrics;
    this.now = now;
    this.start = now.get();
  }

  /** Notes the tasks that were put in. */
  void note(String balancer, List<RoutedService> services, Plan plan, List<Outcome> outcomes) {
    for (int i = 0; i < Math.min(outcomes.size(), plan.steps().size()); i++) {
      if (outcomes.get(i) instanceof Outcome.Applied) {
        List<String> joined =
            switch (plan.steps().get(i).action()) {
              case SetMember set when set.change() == MemberChange.PUT_IN -> List.of(set.address());
              case SetMembers set -> set.joining();
              default -> List.of();
            };
        joined.forEach(address -> note(balancer, services, address));
      }
    }
  }

  private void note(String balancer, List<RoutedService> services, String address) {
    services.stream()
        .flatMap(service -> service.standings().stream())
        .map(Standing::task)
        .filter(task -> task.runs() && isAt(task, address))
        .forEach(task -> note(balancer, task));
  }

  private synchronized void note(String balancer, RouteTask task) {
    Duration took = Duration.between(task.since(), now.get());
    boolean again = measured.put(balancer + " " + task.id(), true) != null;
    // What ran before this process could look at it tells nothing of how soon it reacts.
    boolean ours = !task.since().isBefore(start);
    if (!again && ours && !took.isNegative() && took.compareTo(LONGEST) < 0) {
      Timer.builder("drover.route.reaction")
          .description("From a task that runs and is healthy to its place among the members.")
          .tag("balancer", balancer)
          .register(metrics)
          .record(took);
    }
  }

  private static boolean isAt(RouteTask task, String address) {
    return task.endpoint() instanceof Reading.Known<Endpoint>(Endpoint at, var when)
        && at.toString().equals(address);
  }
}
