package io.drover.placement;

import io.drover.manifests.PolicyFolder;
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
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Starts the loops of placement under one lease: one instance knows all that is done. */
@ApplicationScoped
public class PlacementService {
  /** The name of the lease and of what is in the journal. */
  public static final String NAME = "placement";

  /** The manifests that are mounted, or in a folder. */
  @Produces
  @Singleton
  PolicyFolder manifests(
      @ConfigProperty(name = "drover.policies", defaultValue = "/etc/drover/policies")
          Path folder) {
    return new PolicyFolder(folder);
  }

  /** The agents. */
  @Produces
  @Singleton
  AgentCalls agents(PlacementConfig config) {
    return AgentsConfig.calls(config.agents());
  }

  void start(@Observes StartupEvent event, LoopKit kit, @All List<PlacementLoop> loops) {
    Lease lease = kit.startLease(NAME);
    loops.forEach(loop -> loop.start(lease));
  }
}
