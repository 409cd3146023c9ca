package io.drover.failover;

import io.drover.failover.act.RecordActuator;
import io.drover.failover.observe.EntryWatch;
import io.drover.failover.observe.LabelWatch;
import io.drover.failover.record.RecordBoard;
import io.drover.runtime.agents.AgentsConfig;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.loop.LoopSettings;
import io.drover.runtime.loop.RetryDelay;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Puts the loop over records together and starts it. */
@ApplicationScoped
public class Records implements FailoverLoop {
  private static final Duration ROUND_DEADLINE = Duration.ofSeconds(30);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private final LoopParts parts;
  private final RecordBoard board;

  /** A loop of these parts. */
  public Records(LoopParts parts, RecordBoard board) {
    this.parts = parts;
    this.board = board;
  }

  /** The board that the loop writes and the API reads. */
  @Produces
  @Singleton
  static RecordBoard board() {
    return new RecordBoard();
  }

  @Override
  public void start(Lease lease) {
    Duration period = parts.period();
    parts
        .kit()
        .startLoop(
            RecordSteps.LOOP,
            new LoopSettings(period, period, ROUND_DEADLINE, 1, RETRY),
            new RecordSteps(
                new RecordSteps.Parts(
                    parts.file(),
                    described ->
                        new EntryWatch(
                            described, () -> AgentsConfig.token(parts.config().agents())),
                    new LabelWatch(parts.engine())::look,
                    new RecordActuator(
                        () -> lease.mayAct(LeaseSettings.STEP_TAKES), Clock.systemUTC()),
                    lease::view,
                    parts.pause()::read,
                    parts::now,
                    parts.suite(),
                    parts.ids(),
                    parts.recorder(),
                    board,
                    parts.dependencies())),
            change -> false);
  }
}
