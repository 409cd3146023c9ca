package io.drover.health.route.decide;

import io.drover.core.model.Reading;
import io.drover.core.model.TaskState;
import io.drover.core.policy.RoutePolicy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Tasks and services for tests. */
public final class Tasks {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final Health PASSING = new Health.Passing();
  static final Health PENDING = new Health.Pending();
  static final Health FAILING = new Health.Failing("answered 503");
  static final Health UNREACHABLE = new Health.Unreachable("no connection within 1000 ms");

  private Tasks() {}

  static Endpoint at(int number) {
    return new Endpoint("10.0.1." + number, 8080);
  }

  /** A task that runs and is to go on, at {@code 10.0.1.<number>:8080}. */
  public static RouteTask running(int number, Health health) {
    return task(number, TaskState.RUNNING, TaskState.RUNNING, true, health);
  }

  static RouteTask stopping(int number) {
    return task(number, TaskState.RUNNING, TaskState.SHUTDOWN, true, PASSING);
  }

  static RouteTask task(
      int number, TaskState state, TaskState desired, boolean nodeReady, Health health) {
    return new RouteTask(
        "task" + number,
        "node1",
        nodeReady,
        state,
        desired,
        NOW,
        Reading.known(at(number), NOW),
        health);
  }

  static RoutePolicy policy(int weight, int maxConnections) {
    return new RoutePolicy("web", 8080, new RoutePolicy.Check.Tcp(), weight, maxConnections);
  }

  /** A service of these tasks, with weight 100 and no limit. */
  public static RoutedService service(String name, RouteTask... tasks) {
    return service(name, policy(100, 0), Arrays.asList(tasks));
  }

  static RoutedService service(String name, RoutePolicy policy, List<RouteTask> tasks) {
    return new RoutedService(name + "-id", name, false, policy, Standings.of(tasks));
  }

  /** A slot that nobody was put into yet. */
  static Slot empty(int number) {
    return new Slot(
        "slot" + number, new Endpoint("127.0.0.1", 1), Slot.State.MAINT, false, 1, 0, 0);
  }

  static Slot slot(int number, int task, Slot.State state) {
    return new Slot("slot" + number, at(task), state, true, 100, 0, 0);
  }
}
