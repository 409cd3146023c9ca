package io.drover.failover;

import io.drover.engine.DockerEngine;
import io.drover.engine.Engine;
import io.drover.engine.EngineAddress;
import io.drover.failover.decide.Phase;
import io.drover.failover.mirror.MirrorBoard;
import io.drover.failover.mirror.observe.BackupReader;
import io.drover.failover.observe.SiteEngine;
import io.drover.failover.record.SiteBoard;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.loop.LoopSettings;
import io.drover.runtime.loop.RetryDelay;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Puts the loop that keeps the stand-by ready together and starts it. */
@ApplicationScoped
public class Mirrors implements FailoverLoop {
  private static final Duration PERIOD = Duration.ofSeconds(15);
  private static final Duration ROUND_DEADLINE = Duration.ofMinutes(2);
  private static final RetryDelay RETRY =
      new RetryDelay(Duration.ofSeconds(5), Duration.ofMinutes(1));

  /** A picture that is older than this says nothing of where the failover stands. */
  private static final Duration STALE = Duration.ofMinutes(1);

  private final LoopParts parts;
  private final SiteBoard sites;
  private final MirrorBoard board;
  private final Map<EngineAddress, Engine> engines = new ConcurrentHashMap<>();

  /** A loop of these parts. */
  public Mirrors(LoopParts parts, SiteBoard sites, MirrorBoard board) {
    this.parts = parts;
    this.sites = sites;
    this.board = board;
  }

  /** The board that the loop writes and the API reads. */
  @Produces
  @Singleton
  static MirrorBoard board() {
    return new MirrorBoard();
  }

  @Override
  public void start(Lease lease) {
    Supplier<Instant> clock = parts::now;
    parts
        .kit()
        .startLoop(
            MirrorSteps.LOOP,
            new LoopSettings(PERIOD, PERIOD, ROUND_DEADLINE, 1, RETRY),
            new MirrorSteps(
                new MirrorSteps.Parts(
                    parts.file(),
                    address -> engines.computeIfAbsent(address, Mirrors::connect),
                    BackupReader::read,
                    () -> phase(clock.get()),
                    lease::view,
                    () -> lease.mayAct(LeaseSettings.STEP_TAKES),
                    parts.pause()::read,
                    clock,
                    parts.suite(),
                    parts.ids(),
                    parts.recorder(),
                    board,
                    parts.dependencies())),
            change -> false);
  }

  private static Engine connect(EngineAddress address) {
    return DockerEngine.connect(address, SiteEngine.TIMEOUTS);
  }

  private Optional<Phase> phase(Instant now) {
    return sites
        .picture()
        .filter(picture -> picture.at().plus(STALE).isAfter(now))
        .map(picture -> picture.state().phase());
  }

  @PreDestroy
  void close() {
    engines.values().forEach(Engine::close);
  }
}
