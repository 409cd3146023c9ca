package io.drover.backup;

import io.drover.backup.act.Acts;
import io.drover.backup.act.Intents;
import io.drover.backup.act.NodeAgents;
import io.drover.backup.act.Stopping;
import io.drover.backup.act.Waiting;
import io.drover.backup.move.Moves;
import io.drover.backup.restore.Restores;
import io.drover.backup.restore.ScratchRestore;
import io.drover.backup.run.Claims;
import io.drover.backup.run.Packing;
import io.drover.backup.run.ReturnSteps;
import io.drover.backup.run.RunBoard;
import io.drover.backup.run.RunConfig;
import io.drover.backup.run.Runs;
import io.drover.backup.run.Tools;
import io.drover.backup.store.BackupStore;
import io.drover.engine.Engine;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.loop.LoopSettings;
import io.drover.runtime.loop.RetryDelay;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.LoopKit;
import io.drover.runtime.wiring.Suite;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Runs, restores and moves, under the service's lease; and the loop that ends what was cut off. */
@Singleton
public class BackupRuns implements BackupLoop {
  /** The name of the loop and of what is in the journal. */
  public static final String NAME = "backup-runs";

  /** Runs end before the lease does: what they stopped comes back under it. */
  private static final int BEFORE_LEASES = 1000;

  private static final Duration GAP = Duration.ofSeconds(1);
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private final LoopKit kit;
  private final Suite suite;
  private final Engine engine;
  private final NodeAgents agents;
  private final BackupStore store;
  private final Packing packing;
  private final PauseSwitch pause;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final TimeSource time;
  private final RunBoard board;
  private final Claims claims;
  private final RunConfig config;
  private final String version;
  private final AtomicReference<Begun> begun = new AtomicReference<>();

  private record Begun(Runs runs, Restores restores, Moves moves, ScratchRestore tests) {}

  /** All of them, not yet begun. */
  public BackupRuns(
      LoopKit kit,
      Suite suite,
      Engine engine,
      NodeAgents agents,
      BackupStore store,
      Packing packing,
      PauseSwitch pause,
      DecisionIds ids,
      DecisionRecorder recorder,
      TimeSource time,
      RunBoard board,
      Claims claims,
      RunConfig config,
      @ConfigProperty(name = "quarkus.application.version", defaultValue = "") String version) {
    this.kit = kit;
    this.suite = suite;
    this.engine = engine;
    this.agents = agents;
    this.store = store;
    this.packing = packing;
    this.pause = pause;
    this.ids = ids;
    this.recorder = recorder;
    this.time = time;
    this.board = board;
    this.claims = claims;
    this.config = config;
    this.version = version;
  }

  @Override
  public void start(Lease lease) {
    Acts acts =
        new Acts(NAME, suite, ids, recorder, time, () -> lease.mayAct(LeaseSettings.STEP_TAKES));
    Waiting waiting = Waiting.asleep(time);
    Tools tools =
        new Tools(
            suite,
            engine,
            agents,
            store,
            packing,
            new Intents(engine),
            new Stopping(engine, acts, time, waiting),
            acts,
            pause,
            time,
            waiting,
            version);
    Runs runs = new Runs(tools, lease, board, claims);
    Restores restores = new Restores(tools, claims);
    Moves moves = new Moves(tools, claims);
    ScratchRestore tests = new ScratchRestore(tools);
    begun.set(new Begun(runs, restores, moves, tests));
    kit.startLoop(
        NAME,
        new LoopSettings(config.recoverEvery(), GAP, DEADLINE, 1, RETRY),
        new ReturnSteps(
            tools, lease, runs::isLive, restores::resume, moves::resume, tests::clearLeftovers),
        event -> false);
  }

  /**
   * Backups.
   *
   * @throws ProblemException 503 before they are begun
   */
  public Runs runs() {
    return it().runs();
  }

  /**
   * Restores.
   *
   * @throws ProblemException 503 before they are begun
   */
  public Restores restores() {
    return it().restores();
  }

  /**
   * Moves.
   *
   * @throws ProblemException 503 before they are begun
   */
  public Moves moves() {
    return it().moves();
  }

  /**
   * Restores for a test.
   *
   * @throws ProblemException 503 before they are begun
   */
  ScratchRestore tests() {
    return it().tests();
  }

  private Begun it() {
    Begun now = begun.get();
    if (now == null) {
      throw ProblemException.unavailable("the service is starting");
    }
    return now;
  }

  void stop(@Observes @Priority(BEFORE_LEASES) ShutdownEvent event) {
    Begun now = begun.get();
    if (now != null) {
      now.runs().close();
    }
  }
}
