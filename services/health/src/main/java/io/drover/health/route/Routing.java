package io.drover.health.route;

import io.drover.engine.Engine;
import io.drover.health.HealthLoop;
import io.drover.health.route.act.Balancers;
import io.drover.health.route.act.HaproxyAddress;
import io.drover.health.route.act.Reactions;
import io.drover.health.route.decide.TaskAddress;
import io.drover.health.route.observe.RouteChecks;
import io.drover.health.route.observe.RouteObserver;
import io.drover.health.route.observe.Swarm;
import io.drover.health.route.observe.TaskReader;
import io.drover.health.route.record.RouteBoard;
import io.drover.health.route.record.RouteLog;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.loop.ControlLoop;
import io.drover.runtime.loop.LoopSettings;
import io.drover.runtime.loop.RetryDelay;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.LoopKit;
import io.drover.runtime.wiring.Suite;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Puts the route loop together and starts it, where the settings name a load balancer. */
@ApplicationScoped
public class Routing implements HealthLoop {
  private static final Duration ROUND_DEADLINE = Duration.ofSeconds(10);

  /** A load balancer that was restarted is to be filled again soon. */
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofMillis(500), Duration.ofSeconds(5));

  private static final int CONCURRENCY = 8;

  private final RouteConfig config;
  private final HaproxyConfig haproxy;
  private final NginxConfig nginx;
  private final LoopKit kit;
  private final Engine engine;
  private final PauseSwitch pause;
  private final Suite suite;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final RouteBoard board;
  private final Dependencies dependencies;
  private final MeterRegistry metrics;
  private final TimeSource time;

  // Filled once, when the loop is started; what hastens it is needed before it is there.
  private final List<ControlLoop<?>> loops = new CopyOnWriteArrayList<>();
  private final List<RouteChecks> checks = new CopyOnWriteArrayList<>();

  /** A loop of these parts. */
  public Routing(
      RouteConfig config,
      HaproxyConfig haproxy,
      NginxConfig nginx,
      LoopKit kit,
      Engine engine,
      PauseSwitch pause,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      RouteBoard board,
      Dependencies dependencies,
      MeterRegistry metrics,
      TimeSource time) {
    this.config = config;
    this.haproxy = haproxy;
    this.nginx = nginx;
    this.kit = kit;
    this.engine = engine;
    this.pause = pause;
    this.suite = suite;
    this.ids = ids;
    this.recorder = recorder;
    this.board = board;
    this.dependencies = dependencies;
    this.metrics = metrics;
    this.time = time;
  }

  @Override
  public void start(Lease lease) {
    if (haproxy.addresses().isEmpty() && nginx.folder().isEmpty()) {
      board.standBy(
          "no load balancer is named: set drover.health.haproxy.addresses or drover.health.nginx.folder");
      return;
    }
    if (config.check().enabled()) {
      checks.add(
          new RouteChecks(
              RouteConfig.rules(config.check()), config.check().concurrency(), this::hasten));
    }
    Swarm swarm = new Swarm(engine::list, config.period());
    RouteSteps steps =
        new RouteSteps(
            new RouteSteps.Parts(
                new RouteObserver(
                    swarm,
                    new TaskReader(new TaskAddress(config.networks().orElse(List.of()))),
                    checks),
                balancers(lease),
                lease,
                pause,
                board,
                new RouteMetrics(metrics),
                dependencies,
                time,
                this::hasten));
    loops.add(
        kit.startLoop(
            RouteLog.LOOP,
            new LoopSettings(
                config.period(), config.quickPeriod(), ROUND_DEADLINE, CONCURRENCY, RETRY),
            steps,
            event -> hastens(event, swarm, steps)));
  }

  /** Services and nodes are told by managers; containers by the engine that we speak to alone. */
  private static boolean hastens(Engine.Event event, Swarm swarm, RouteSteps steps) {
    return switch (event.type()) {
      case "service", "node" -> {
        swarm.changed();
        steps.changed();
        yield true;
      }
      case "container" -> event.attributes().containsKey("com.docker.swarm.service.id");
      default -> false;
    };
  }

  private Balancers balancers(Lease lease) {
    Supplier<Instant> now = () -> time.now().wall();
    List<HaproxyAddress> addresses =
        haproxy.addresses().orElse(List.of()).stream().map(HaproxyAddress::parse).toList();
    Balancers balancers =
        new Balancers(
            addresses,
            haproxy.timeout(),
            haproxy.slots(),
            new Balancers.Parts(
                new RouteLog(suite, lease::view, ids, recorder),
                board,
                new Reactions(metrics, now),
                dependencies,
                () -> lease.mayAct(LeaseSettings.STEP_TAKES),
                now,
                this::hasten));
    Optional<Path> folder = nginx.folder().map(Path::of);
    folder.ifPresent(
        at -> {
          switch (nginx.apply()) {
            case COMMANDS ->
                balancers.addNginx(at, nginx.test(), nginx.reload(), nginx.gap(), nginx.timeout());
            case HOOK -> balancers.addHookedNginx(at, nginx.gap(), nginx.timeout());
          }
        });
    return balancers;
  }

  private void hasten() {
    loops.forEach(ControlLoop::hasten);
  }

  void stop(@Observes ShutdownEvent shutdown) {
    checks.forEach(RouteChecks::close);
  }
}
