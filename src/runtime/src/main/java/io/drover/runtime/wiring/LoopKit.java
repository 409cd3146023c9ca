package io.drover.runtime.wiring;

import io.drover.engine.Engine;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.loop.ControlLoop;
import io.drover.runtime.loop.LoopMetrics;
import io.drover.runtime.loop.LoopSettings;
import io.drover.runtime.loop.LoopStatus;
import io.drover.runtime.loop.LoopSteps;
import io.drover.runtime.time.TimeSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * Starts a service's loops with their leases and event feeds, shows where they stand, and at
 * shutdown ends them in the right order: feeds, loops, and only then leases.
 */
@ApplicationScoped
public class LoopKit {
  private final Suite suite;
  private final LeaseConfig lease;
  private final Engine engine;
  private final TimeSource time;
  private final MeterRegistry metrics;
  private final List<Lease> leases = new CopyOnWriteArrayList<>();
  private final List<ControlLoop<?>> loops = new CopyOnWriteArrayList<>();
  private final List<Engine.EventFeed> feeds = new CopyOnWriteArrayList<>();

  /** A kit on this engine. */
  public LoopKit(
      Suite suite, LeaseConfig lease, Engine engine, TimeSource time, MeterRegistry metrics) {
    this.suite = suite;
    this.lease = lease;
    this.engine = engine;
    this.time = time;
    this.metrics = metrics;
  }

  /**
   * Starts contending for the lease {@code drover.lease.<loop>}.
   *
   * @throws IllegalArgumentException when the settings would never let a holder act
   */
  public Lease startLease(String loop) {
    LeaseSettings settings =
        new LeaseSettings(lease.ttl(), lease.renewEvery(), lease.actFor()).forSteps();
    Lease started = new Lease(loop, suite.instance(), settings, engine, time);
    leases.add(started);
    started.start();
    return started;
  }

  /**
   * Starts a loop.
   *
   * @param hastening the engine's events that hasten its next round
   */
  public <O> ControlLoop<O> startLoop(
      String name, LoopSettings settings, LoopSteps<O> steps, Predicate<Engine.Event> hastening) {
    ControlLoop<O> started =
        new ControlLoop<>(
            name,
            settings,
            steps,
            new LoopMetrics(name, metrics),
            time,
            // Asked for anew each time, since it must not be handed from thread to thread.
            () -> ThreadLocalRandom.current().nextLong());
    loops.add(started);
    started.start();
    feeds.add(engine.watch(new Hastener(started, hastening)));
    return started;
  }

  private record Hastener(ControlLoop<?> loop, Predicate<Engine.Event> hastening)
      implements Engine.EventListener {
    @Override
    public void onEvent(Engine.Event event) {
      if (hastening.test(event)) {
        loop.hasten();
      }
    }

    @Override
    public void onResync() {
      loop.hasten();
    }
  }

  /** Where the loops stand. */
  public List<LoopStatus> statuses() {
    return loops.stream().<LoopStatus>map(ControlLoop::status).toList();
  }

  /** Where the leases stand. */
  public List<LeaseView> leases() {
    return leases.stream().map(Lease::view).toList();
  }

  void stop(@Observes ShutdownEvent shutdown) {
    feeds.forEach(Engine.EventFeed::close);
    loops.forEach(ControlLoop::close);
    leases.forEach(Lease::close);
  }
}
