package io.drover.health.route.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Reading;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.RoutePolicy;
import io.drover.core.policy.ServicePolicy;
import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.Health;
import io.drover.health.route.decide.RouteTask;
import io.drover.health.route.decide.RoutedService;
import io.drover.health.route.decide.Standings;
import io.drover.runtime.pause.PauseState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Puts a round together, and has the tasks checked that it finds. */
public final class RouteObserver {
  private static final int LAST_PORT = 65_535;

  private final Swarm swarm;
  private final TaskReader reader;
  private final List<RouteChecks> checks;

  /**
   * An observer.
   *
   * @param checks one, or none where checks are off
   */
  public RouteObserver(Swarm swarm, TaskReader reader, List<RouteChecks> checks) {
    this.swarm = swarm;
    this.reader = reader;
    this.checks = List.copyOf(checks);
  }

  /**
   * What is to be seen now.
   *
   * @param checking whether tasks are to be checked; a stand-by leaves that to the holder
   */
  public RouteRound observe(Instant now, PauseState pause, boolean checking) {
    Swarm.Reading seen = swarm.read(now);
    List<RoutedService> services = new ArrayList<>();
    Set<Endpoint> leftAlone = new HashSet<>();
    List<String> problems = new ArrayList<>();
    Map<String, RouteChecks.Target> targets = new HashMap<>();
    for (Swarm.Entry entry : seen.services()) {
      List<JsonNode> tasks = seen.tasks().getOrDefault(entry.service().id(), List.of());
      switch (entry.parsed()) {
        case Parsed.Governed(ServicePolicy policy, var warnings) ->
            policy
                .route()
                .ifPresent(
                    route -> services.add(routed(entry, policy, route, tasks, seen, now, targets)));
        case Parsed.Rejected(String name, var wrong) -> {
          if (entry.mentionsRoute()) {
            problems.add("%s: %s; its members stay as they are".formatted(name, wrong.getFirst()));
          }
          tasks.forEach(task -> leftAlone.addAll(addresses(entry, task, seen, now)));
        }
        case Parsed.Ungoverned none -> {}
      }
    }
    checks.forEach(each -> each.watch(checking ? targets : Map.of()));
    services.sort(Comparator.comparing(RoutedService::name));
    return new RouteRound(now, services, leftAlone, problems, pause);
  }

  private RoutedService routed(
      Swarm.Entry entry,
      ServicePolicy policy,
      RoutePolicy route,
      List<JsonNode> json,
      Swarm.Reading seen,
      Instant now,
      Map<String, RouteChecks.Target> targets) {
    List<RouteTask> tasks =
        json.stream()
            .map(task -> reader.read(task, route.port(), seen.nodes(), now, this::health))
            .sorted(Comparator.comparing(RouteTask::id))
            .toList();
    for (RouteTask task : tasks) {
      // Not one that only starts: while nobody has its address yet, a look at it makes the kernel
      // ask for its neighbour once a second, and the first answer is waited for by just as long.
      if (task.runs()
          && task.endpoint() instanceof Reading.Known<Endpoint>(Endpoint at, var when)) {
        targets.put(task.id(), new RouteChecks.Target(at, route.check()));
      }
    }
    return new RoutedService(
        entry.service().id(),
        entry.service().name(),
        policy.mode() == ServicePolicy.Mode.OBSERVE,
        route,
        Standings.of(tasks));
  }

  private Health health(String taskId) {
    return checks.isEmpty() ? new Health.Unchecked() : checks.getFirst().of(taskId);
  }

  /**
   * Where a task may be a member, since its labels are wrong; port 0, which stands for any, where
   * its port can't be read from them.
   */
  private List<Endpoint> addresses(
      Swarm.Entry entry, JsonNode task, Swarm.Reading seen, Instant now) {
    String label = entry.service().labels().getOrDefault("drover.route.port", "");
    int port = label.matches("[0-9]{1,5}") ? Integer.parseInt(label) : 0;
    return Stream.of(port <= LAST_PORT ? port : 0)
        .map(known -> reader.read(task, known, seen.nodes(), now, this::health).endpoint())
        .flatMap(
            found ->
                found instanceof Reading.Known<Endpoint>(Endpoint at, var when)
                    ? List.of(at).stream()
                    : List.<Endpoint>of().stream())
        .toList();
  }
}
