package io.drover.agent;

import io.drover.agent.act.Commands;
import io.drover.agent.act.ProfileActuator;
import io.drover.agent.act.TaskLimits;
import io.drover.agent.act.volume.MoverImage;
import io.drover.agent.act.volume.Movers;
import io.drover.agent.act.volume.NodeVolumes;
import io.drover.agent.observe.HostRoot;
import io.drover.agent.observe.NameServer;
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
import io.drover.core.model.ComposeQuantities;
import io.drover.engine.ContainerEngine;
import io.drover.engine.Engine;
import io.drover.engine.EngineAddress;
import io.drover.engine.Timeouts;
import io.drover.runtime.wiring.RuntimeBeans;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.net.URI;
import org.eclipse.microprofile.config.Config;

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

  /** Docker's name server. */
  @Produces
  @Singleton
  NameServer nameServer(AgentConfig config) {
    URI address = URI.create("dns://" + config.nameServer());
    return new NameServer(
        new InetSocketAddress(address.getHost(), address.getPort()), config.nameTimeout());
  }

  /** Containers and volumes of the node's engine; streams may be quiet for long. */
  @Produces
  @Singleton
  ContainerEngine containerEngine(Config config) {
    return ContainerEngine.connect(
        EngineAddress.fromEnvironment(RuntimeBeans.engineVariables(config)), Timeouts.DEFAULT);
  }

  /** Ends its connections. */
  void close(@Disposes ContainerEngine engine) {
    engine.close();
  }

  /** The volumes as the engine knows them. */
  @Produces
  @Singleton
  NodeVolumes nodeVolumes(ContainerEngine engine) {
    return new NodeVolumes(engine);
  }

  /** Who reads and fills them. */
  @Produces
  @Singleton
  Movers movers(ContainerEngine engine, AgentConfig config) {
    AgentConfig.Mover mover = config.mover();
    return new Movers(
        engine,
        new MoverImage(engine, mover.image()),
        new Movers.MoverSettings(
            ComposeQuantities.memory(mover.memory()), mover.cpuShares(), mover.threads()));
  }

  /** Commands in containers. */
  @Produces
  @Singleton
  Commands commands(ContainerEngine engine, AgentConfig config) {
    return new Commands(engine, config.procRoot());
  }
}
