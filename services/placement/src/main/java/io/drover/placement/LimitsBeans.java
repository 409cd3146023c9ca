package io.drover.placement;

import io.drover.engine.Engine;
import io.drover.manifests.PolicyFolder;
import io.drover.manifests.StackFolder;
import io.drover.placement.observe.Agents;
import io.drover.placement.observe.HttpAgents;
import io.drover.placement.observe.limits.LimitsObserver;
import io.drover.placement.record.limits.LimitsBoard;
import io.drover.runtime.agents.AgentCalls;
import io.drover.runtime.time.TimeSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes beans of what the limits loop and its API share. */
@Singleton
public final class LimitsBeans {

  /** The stack files that are mounted, or in a folder. */
  @Produces
  @Singleton
  StackFolder stacks(
      @ConfigProperty(name = "drover.stacks", defaultValue = "/etc/drover/stacks") Path folder) {
    return new StackFolder(folder);
  }

  /** The agents. */
  @Produces
  @Singleton
  Agents agents(AgentCalls calls, TimeSource time) {
    return new HttpAgents(calls, () -> time.now().wall());
  }

  /** What the loop and the API look with. */
  @Produces
  @Singleton
  LimitsObserver observer(
      Engine engine, Agents agents, PolicyFolder manifests, StackFolder stacks) {
    return new LimitsObserver(engine, agents, manifests::read, stacks::read);
  }

  /** The board that the loop writes and the API reads. */
  @Produces
  @Singleton
  LimitsBoard board() {
    return new LimitsBoard();
  }
}
