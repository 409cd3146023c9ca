package io.drover.health.route;

import io.drover.engine.EngineException;
import io.drover.health.route.act.Balancer;
import io.drover.health.route.act.Balancers;
import io.drover.health.route.decide.Pace;
import io.drover.health.route.decide.RouteTask;
import io.drover.health.route.decide.Standing;
import io.drover.health.route.observe.RouteObserver;
import io.drover.health.route.observe.RouteRound;
import io.drover.health.route.record.RouteBoard;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.loop.Key;
import io.drover.runtime.loop.LoopSteps;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * One round of the route loop: sees tasks and their checks, then brings each load balancer in step
 * by itself. While something changes the next round follows at once.
 */
final class RouteSteps implements LoopSteps<RouteRound> {
  private final Parts parts;
  private volatile Pace pace;
  private volatile List<String> seenBefore = List.of();

  /** What a round works with. */
  record Parts(
      RouteObserver observer,
      Balancers balancers,
      Lease lease,
      PauseSwitch pause,
      RouteBoard board,
      RouteMetrics metrics,
      Dependencies dependencies,
      TimeSource time,
      Runnable again) {}

  RouteSteps(Parts parts) {
    this.parts = parts;
    pace = new Pace(parts.time().now().wall());
  }

  /** An event told of a change: what follows from it comes soon. */
  void changed() {
    pace = new Pace(parts.time().now().wall());
  }

  @Override
  public RouteRound observe() {
    Instant now = parts.time().now().wall();
    boolean holder = parts.lease().view().mine();
    RouteRound round;
    try {
      round = parts.observer().observe(now, parts.pause().read(now), holder);
      parts.dependencies().up("engine", true);
    } catch (EngineException unreachable) {
      parts.dependencies().down("engine", true, unreachable.getMessage());
      throw unreachable;
    }
    parts.balancers().find(now);
    List<String> seen = fingerprint(round);
    pace = pace.seen(!seen.equals(seenBefore), now);
    seenBefore = seen;
    boolean moving = tasks(round).anyMatch(RouteTask::moves);
    if (holder && pace.isQuick(moving, now)) {
      parts.again().run();
    }
    return round;
  }

  private static Stream<RouteTask> tasks(RouteRound round) {
    return round.services().stream()
        .flatMap(service -> service.standings().stream())
        .map(Standing::task);
  }

  private static List<String> fingerprint(RouteRound round) {
    return tasks(round)
        .map(task -> task.id() + task.state() + task.desired() + task.health().getClass())
        .toList();
  }

  @Override
  public List<Key> keys(RouteRound round) {
    LeaseView lease = parts.lease().view();
    if (!lease.mine()) {
      parts.board().standBy(standsBy(lease));
      parts.metrics().update(parts.board());
      return List.of();
    }
    List<String> names = parts.balancers().all().stream().map(Balancer::name).toList();
    parts.board().lead(round);
    parts.board().keepOnly(names);
    parts.metrics().update(parts.board());
    return names.stream().map(Key::new).toList();
  }

  private static String standsBy(LeaseView lease) {
    return lease.holder().isEmpty()
        ? "nobody holds the lease " + lease.name() + " yet"
        : "this instance stands by: ask %s, which holds the lease %s"
            .formatted(lease.holder(), lease.name());
  }

  @Override
  public void reconcile(Key key, RouteRound round) throws IOException {
    for (Balancer balancer : parts.balancers().all()) {
      if (balancer.name().equals(key.id())) {
        reconcile(balancer, round);
      }
    }
  }

  private void reconcile(Balancer balancer, RouteRound round) throws IOException {
    try {
      balancer.reconcile(round);
      parts.dependencies().up(balancer.name(), false);
    } catch (IOException unreadable) {
      parts.board().failed(balancer.name(), round.at(), unreadable.getMessage());
      parts.dependencies().down(balancer.name(), false, unreadable.getMessage());
      throw unreadable;
    }
  }
}
