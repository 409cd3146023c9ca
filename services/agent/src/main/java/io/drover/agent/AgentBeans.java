package io.drover.agent;

import io.drover.agent.observe.NodeFiles;
import io.drover.agent.record.OomKills;
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

  /** Who was killed for want of memory. */
  @Produces
  @Singleton
  OomKills oomKills() {
    return new OomKills();
  }

  /** The node's own files. */
  @Produces
  @Singleton
  NodeFiles nodeFiles(AgentConfig config) {
    return new NodeFiles(config.cgroupRoot(), config.procRoot(), config.sysRoot());
  }
}
