package io.drover.backup;

import io.drover.runtime.agents.AgentCalls;
import io.drover.runtime.agents.AgentsConfig;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.wiring.LoopKit;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Starts the loops of backup under one lease: one instance knows all that is done. */
@ApplicationScoped
public class BackupService {
  /** The name of the lease and of what is in the journal. */
  public static final String NAME = "backup";

  /** The agents. */
  @Produces
  @Singleton
  AgentCalls agents(BackupConfig config) {
    return AgentsConfig.calls(config.agents());
  }

  void start(@Observes StartupEvent event, LoopKit kit, @All List<BackupLoop> loops) {
    Lease lease = kit.startLease(NAME);
    loops.forEach(loop -> loop.start(lease));
  }
}
