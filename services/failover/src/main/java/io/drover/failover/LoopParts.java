package io.drover.failover;

import io.drover.engine.Engine;
import io.drover.failover.site.DescriptionFile;
import io.drover.failover.site.DescriptionReader.Contents;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.LoopKit;
import io.drover.runtime.wiring.Suite;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/**
 * What every loop of failover is put together of.
 *
 * @param config the service's settings
 * @param file the description of sites
 * @param kit starts loops
 * @param engine a manager of this Swarm
 * @param pause the suite's pause
 * @param suite the mode, and this process's name
 * @param ids of decisions
 * @param recorder of decisions
 * @param dependencies what is up and down
 * @param time the clocks
 */
@Singleton
public record LoopParts(
    FailoverConfig config,
    DescriptionFile file,
    LoopKit kit,
    Engine engine,
    PauseSwitch pause,
    Suite suite,
    DecisionIds ids,
    DecisionRecorder recorder,
    Dependencies dependencies,
    TimeSource time) {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** The time of day. */
  Instant now() {
    return time.now().wall();
  }

  /** As described; a period that is changed later holds from the next start on. */
  Duration period() {
    return file.read() instanceof Contents.Usable usable
        ? usable.description().rules().period()
        : PERIOD;
  }
}
