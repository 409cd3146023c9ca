package io.drover.backup.run;

import io.drover.backup.act.NodeAgents;
import io.drover.backup.decide.run.RunFacts;
import io.drover.backup.decide.run.RunPlan;
import io.drover.backup.decide.run.RunPlanner;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.observe.RunFactsReader;
import io.drover.backup.observe.SwarmState;
import io.drover.backup.run.RunView.Stage;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.ServiceView;
import io.drover.engine.EngineException;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.lease.LeaseState;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.runtime.pause.PauseState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Starts runs of backups, each on a thread of its own, and ends them. */
public final class Runs {
  private static final Logger LOG = Logger.getLogger(Runs.class);
  private static final Duration AT_CLOSE = Duration.ofSeconds(20);

  private final Tools tools;
  private final Lease lease;
  private final RunBoard board;
  private final Claims claims;
  private final Map<String, Live> live = new ConcurrentHashMap<>();

  private record Live(Cancellation cancellation, Thread thread) {}

  /**
   * Runs under a lease.
   *
   * @param claims which volumes are being worked on
   */
  public Runs(Tools tools, Lease lease, RunBoard board, Claims claims) {
    this.tools = tools;
    this.lease = lease;
    this.board = board;
    this.claims = claims;
  }

  /** What came of asking for a run. */
  public sealed interface Started {
    /** It runs. */
    record Running(RunView view) implements Started {}

    /** It can't be done; why, at least once. */
    record Refused(List<Reason> reasons) implements Started {
      public Refused {
        reasons = List.copyOf(reasons);
      }
    }

    /** One of its volumes is being worked on; it may be asked for again later. */
    record Busy(String by) implements Started {}

    /** This instance must not act. */
    record NotHere(String why) implements Started {}
  }

  /** What a run would do. */
  public record Planned(
      SwarmState state, NodeAgents.Found agents, RunPlan plan, Set<String> services) {
    public Planned {
      services = Set.copyOf(services);
    }
  }

  /**
   * Plans a run, and does nothing.
   *
   * @throws EngineException when the engine can't be read from
   */
  public Planned plan(RunRequest request) {
    Instant now = tools.time().now().wall();
    SwarmState all = SwarmState.read(tools.engine(), now);
    List<ServiceView> services =
        all.serviceViews().stream().filter(service -> isMeant(request, service)).toList();
    Set<String> ids = services.stream().map(ServiceView::id).collect(Collectors.toSet());
    NodeAgents.Found agents = tools.agents().find();
    RunFacts facts =
        RunFactsReader.read(
            all, new ServiceOrders(tools.engine()).read(now), agents, ids, request.volumes());
    RunPlan plan = guarded(RunPlanner.plan(facts), now);
    if (services.isEmpty()) {
      plan = plan.refusing(Reason.of("NoSuchStack", "no service of " + request.stack()));
    }
    Set<String> names = services.stream().map(ServiceView::name).collect(Collectors.toSet());
    return new Planned(all.only(ids, stack(request)), agents, plan, names);
  }

  private static String stack(RunRequest request) {
    return request.stack().equals(BackupId.NO_STACK) ? "" : request.stack();
  }

  private static boolean isMeant(RunRequest request, ServiceView service) {
    return service.stack().orElse("").equals(stack(request))
        && (request.services().isEmpty() || request.services().contains(service.name()));
  }

  /** What only reads may always be done; what acts on services may not while others must not. */
  private RunPlan guarded(RunPlan plan, Instant now) {
    if (plan.stops().isEmpty() && plan.before().isEmpty() && plan.after().isEmpty()) {
      return plan;
    }
    if (tools.suite().mode() == Mode.OBSERVE) {
      return plan.refusing(
          Reason.of("Observing", "observe mode: nothing is stopped, and no command is run"));
    }
    return switch (tools.pause().read(now)) {
      case PauseState.Running running -> plan;
      case PauseState.Paused(var until, String by, String why) ->
          plan.refusing(Reason.of("Paused", "paused until %s by %s: %s".formatted(until, by, why)));
      case PauseState.Unreadable(String why) -> plan.refusing(Reason.of("Paused", why));
    };
  }

  /**
   * Starts a run; returns once it is planned.
   *
   * @throws EngineException when the engine can't be read from
   */
  public Started start(RunRequest request) {
    if (!lease.mayAct(LeaseSettings.STEP_TAKES)
        || !(lease.state() instanceof LeaseState.Holding holding)) {
      return new Started.NotHere("this instance must not act: " + lease.view().whyNot());
    }
    Planned planned = plan(request);
    if (!planned.plan().possible()) {
      return new Started.Refused(planned.plan().refusals());
    }
    String id = UUID.randomUUID().toString();
    List<String> volumes =
        planned.plan().volumes().stream().map(RunPlan.Volume::name).distinct().toList();
    Optional<String> busy = claims.claim(id, volumes);
    if (busy.isPresent()) {
      return new Started.Busy(
          busy.get().replaceFirst(": .*", "") + " is being worked on by another run");
    }
    long epoch = holding.epoch();
    Cancellation cancellation =
        new Cancellation(
            () -> lease.state() instanceof LeaseState.Holding now && now.epoch() == epoch);
    Progress progress = new Progress(id, request, board, () -> tools.time().now().wall());
    Thread thread =
        Thread.ofVirtual()
            .name("backup-" + request.stack())
            .unstarted(() -> run(request, planned, cancellation, progress));
    live.put(id, new Live(cancellation, thread));
    thread.start();
    return new Started.Running(progress.view());
  }

  private void run(
      RunRequest request, Planned planned, Cancellation cancellation, Progress progress) {
    String id = progress.view().id();
    Stage stage = Stage.FAILED;
    String message = "";
    try {
      new BackupRun(
              tools,
              request,
              planned.state(),
              planned.agents(),
              planned.plan(),
              cancellation,
              progress)
          .run();
      stage = Stage.DONE;
    } catch (Cancellation.CancelledException cancelled) {
      stage = Stage.CANCELLED;
      message = "cancelled";
    } catch (IOException | EngineException failed) {
      message = String.valueOf(failed.getMessage());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      message = "the service was stopped meanwhile";
    } catch (RuntimeException | LinkageError | OutOfMemoryError unexpected) {
      message = unexpected.toString();
      LOG.errorf(unexpected, "the backup of %s failed", request.stack());
    } finally {
      claims.release(id);
      live.remove(id);
      record(request, progress.view(), stage, message);
      progress.end(stage, message, planned.services().stream().sorted().toList());
    }
  }

  private void record(RunRequest request, RunView view, Stage stage, String message) {
    Reason reason =
        stage == Stage.DONE
            ? Reason.of(
                "BackedUp", "%s is backed up as %s".formatted(request.stack(), view.backup()))
            : Reason.of(
                "BackupFailed", "the backup of %s failed: %s".formatted(request.stack(), message));
    tools
        .acts()
        .record(
            Plan.nothing(List.of(reason)),
            "",
            request.stack(),
            List.of(),
            Map.of(
                "run", view.id(),
                "trigger", request.trigger().word(),
                "by", request.by(),
                "bytes", Long.toString(view.bytes())));
  }

  /** Whether a run is under way in this process. */
  public boolean isLive(String id) {
    return live.containsKey(id);
  }

  /** Ends a run that is under way; what it stopped comes back. Whether there was one. */
  public boolean cancel(String id) {
    Live run = live.get(id);
    if (run == null) {
      return false;
    }
    run.cancellation().cancel();
    return true;
  }

  /** The runs under way, and the last ones that are over. */
  public RunBoard board() {
    return board;
  }

  /** Ends all of them, and waits a while until what they stopped is back. */
  public void close() {
    List<Live> all = List.copyOf(live.values());
    all.forEach(run -> run.cancellation().cancel());
    for (Live run : all) {
      try {
        run.thread().join(AT_CLOSE);
      } catch (InterruptedException hurried) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
