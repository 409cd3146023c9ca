package io.drover.health.route.act;

import io.drover.core.decision.Decision;
import io.drover.core.model.Reading;
import io.drover.core.model.TaskState;
import io.drover.core.policy.RoutePolicy;
import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.Health;
import io.drover.health.route.decide.RouteTask;
import io.drover.health.route.decide.RoutedService;
import io.drover.health.route.decide.Standings;
import io.drover.health.route.observe.RouteRound;
import io.drover.health.route.record.RouteBoard;
import io.drover.health.route.record.RouteLog;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.pause.PauseState;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.record.RecentDecisions;
import io.drover.runtime.wiring.Suite;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What tests of real load balancers share: services, the records of what was decided, programs. */
final class Peers {
  final List<Decision> decided = new ArrayList<>();
  final RouteBoard board = new RouteBoard();
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final RouteLog log;
  Instant now = Instant.parse("2026-01-01T12:00:00Z");

  Peers(Mode mode) {
    LeaseView lease = new LeaseView("drover.lease.health", "me", 1, "", true, true, "");
    log =
        new RouteLog(
            new Suite(mode, "me"),
            () -> lease,
            new DecisionIds(() -> now, new Random(1)),
            new DecisionRecorder(decided::add, metrics, new RecentDecisions(10, 10)));
  }

  Reactions reactions() {
    return new Reactions(metrics, () -> now);
  }

  /** A round that sees this one service. */
  RouteRound round(RoutedService... services) {
    return new RouteRound(now, List.of(services), Set.of(), List.of(), new PauseState.Running());
  }

  static RoutedService service(String backend, int weight, RouteTask... tasks) {
    return new RoutedService(
        "web-id",
        "web",
        false,
        new RoutePolicy(backend, 80, new RoutePolicy.Check.Tcp(), weight, 0),
        Standings.of(Arrays.asList(tasks)));
  }

  /** A healthy task at this port of loopback. */
  RouteTask healthy(int port) {
    return task(port, TaskState.RUNNING);
  }

  /** The same, about to stop. */
  RouteTask stopping(int port) {
    return task(port, TaskState.SHUTDOWN);
  }

  private RouteTask task(int port, TaskState desired) {
    return new RouteTask(
        "task" + port,
        "node1",
        true,
        TaskState.RUNNING,
        desired,
        now,
        Reading.known(new Endpoint("127.0.0.1", port), now),
        new Health.Passing());
  }

  /** Outcomes of the last decision, by their codes. */
  List<String> lastOutcomes() {
    return decided.getLast().results().stream().map(outcome -> outcome.code()).toList();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a program, or says what it wants. */
  static Process start(Path folder, String... command) {
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectInput(new File("/dev/null"))
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve(Path.of(command[0]).getFileName() + ".log").toFile())
          .start();
    } catch (IOException missing) {
      throw new UncheckedIOException(
          command[0] + " can't be run (Debian packages haproxy and nginx)", missing);
    }
  }

  /** Ends a program and waits until it has. */
  static void end(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    all.forEach(one -> one.onExit().join());
  }
}
