package io.drover.failover;

import io.drover.failover.site.DescriptionFile;
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

/** Starts the loops of failover under one lease: one instance knows all that is done. */
@ApplicationScoped
public class FailoverService {
  /** The name of the lease and of what is in the journal. */
  public static final String NAME = "failover";

  /** What failover has to know. */
  @Produces
  @Singleton
  DescriptionFile description(FailoverConfig config) {
    return new DescriptionFile(config.description());
  }

  /** The agents. */
  @Produces
  @Singleton
  AgentCalls agents(FailoverConfig config) {
    return AgentsConfig.calls(config.agents());
  }

  void start(@Observes StartupEvent event, LoopKit kit, @All List<FailoverLoop> loops) {
    Lease lease = kit.startLease(NAME);
    loops.forEach(loop -> loop.start(lease));
  }
}
