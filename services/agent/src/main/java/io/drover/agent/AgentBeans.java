package io.drover.agent;

import io.drover.agent.act.ProfileActuator;
import io.drover.agent.act.TaskLimits;
import io.drover.agent.observe.HostRoot;
import io.drover.agent.observe.NodeFiles;
import io.drover.agent.observe.PressureFiles;
import io.drover.agent.record.OomKills;
import io.drover.agent.record.ProfileMemory;
import io.drover.agent.record.Samples;
import io.drover.agent.record.Scraped;
import io.drover.agent.record.StateFile;
import io.drover.agent.record.TuningBook;
import io.drover.agent.record.Volumes;
import io.drover.agent.record.Wanted;
import io.drover.engine.Engine;
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

  /** Orders about running tasks. */
  @Produces
  @Singleton
  TaskLimits limits(Engine engine, Samples samples) {
    return new TaskLimits(engine, samples);
  }

  /** Which of the tasks' own metrics are wanted. */
  @Produces
  @Singleton
  Wanted wanted() {
    return new Wanted();
  }

  /** What the tasks told of them. */
  @Produces
  @Singleton
  Scraped scraped() {
    return new Scraped();
  }

  /** The volumes that were measured. */
  @Produces
  @Singleton
  Volumes volumes() {
    return new Volumes();
  }

  /** What is tuned here. */
  @Produces
  @Singleton
  TuningBook tuning(AgentConfig config) {
    return new TuningBook(new StateFile(config.state(), "tuning.json"));
  }

  /** The node profile. */
  @Produces
  @Singleton
  ProfileActuator profile(AgentConfig config) {
    return new ProfileActuator(
        new HostRoot(config.procRoot(), config.sysRoot(), config.systemdRoot()),
        new ProfileMemory(new StateFile(config.state(), "profile.json")));
  }

  /** The node's own files. */
  @Produces
  @Singleton
  NodeFiles nodeFiles(AgentConfig config) {
    return new NodeFiles(config.cgroupRoot(), config.procRoot(), config.sysRoot());
  }

  /** How full the node is. */
  @Produces
  @Singleton
  PressureFiles pressureFiles(AgentConfig config, NodeFiles node) {
    return new PressureFiles(node, config.procRoot(), config.disks());
  }
}
