package io.drover.failover;

import io.drover.engine.Engine;
import io.drover.failover.act.RecordActuator;
import io.drover.failover.observe.EntryWatch;
import io.drover.failover.observe.LabelWatch;
import io.drover.failover.record.RecordBoard;
import io.drover.failover.site.DescriptionFile;
import io.drover.failover.site.DescriptionReader.Contents;
import io.drover.runtime.agents.AgentsConfig;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.loop.LoopSettings;
import io.drover.runtime.loop.RetryDelay;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.LoopKit;
import io.drover.runtime.wiring.Suite;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Puts the loop over records together and starts it. */
@ApplicationScoped
public class Records implements FailoverLoop {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration ROUND_DEADLINE = Duration.ofSeconds(30);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private final FailoverConfig config;
  private final DescriptionFile file;
  private final LoopKit kit;
  private final Engine engine;
  private final PauseSwitch pause;
  private final Suite suite;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final RecordBoard board;
  private final Dependencies dependencies;
  private final TimeSource time;

  /** A loop of these parts. */
  public Records(
      FailoverConfig config,
      DescriptionFile file,
      LoopKit kit,
      Engine engine,
      PauseSwitch pause,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      RecordBoard board,
      Dependencies dependencies,
      TimeSource time) {
    this.config = config;
    this.file = file;
    this.kit = kit;
    this.engine = engine;
    this.pause = pause;
    this.suite = suite;
    this.ids = ids;
    this.recorder = recorder;
    this.board = board;
    this.dependencies = dependencies;
    this.time = time;
  }

  /** The board that the loop writes and the API reads. */
  @Produces
  @Singleton
  static RecordBoard board() {
    return new RecordBoard();
  }

  @Override
  public void start(Lease lease) {
    // A period that is changed later holds from the next start on.
    Duration period =
        file.read() instanceof Contents.Usable usable
            ? usable.description().rules().period()
            : PERIOD;
    kit.startLoop(
        RecordSteps.LOOP,
        new LoopSettings(period, period, ROUND_DEADLINE, 1, RETRY),
        new RecordSteps(
            new RecordSteps.Parts(
                file,
                described -> new EntryWatch(described, () -> AgentsConfig.token(config.agents())),
                new LabelWatch(engine)::look,
                new RecordActuator(() -> lease.mayAct(LeaseSettings.STEP_TAKES), Clock.systemUTC()),
                lease::view,
                pause::read,
                () -> time.now().wall(),
                suite,
                ids,
                recorder,
                board,
                dependencies)),
        change -> false);
  }
}
