package io.drover.agent;

import io.drover.agent.observe.NodeFiles;
import io.drover.agent.record.Samples;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes beans of the agent's plain classes. */
@Singleton
public final class AgentBeans {

  /** What was sampled. */
  @Produces
  @Singleton
  Samples samples() {
    return new Samples();
  }

  /** The node's own files. */
  @Produces
  @Singleton
  NodeFiles nodeFiles(AgentConfig config) {
    return new NodeFiles(config.cgroupRoot(), config.procRoot(), config.sysRoot());
  }
}
