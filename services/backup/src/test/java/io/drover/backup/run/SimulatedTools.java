package io.drover.backup.run;

import io.drover.backup.act.Acts;
import io.drover.backup.act.FakeAgent;
import io.drover.backup.act.Intents;
import io.drover.backup.act.NodeAgents;
import io.drover.backup.act.Stopping;
import io.drover.backup.act.Waiting;
import io.drover.backup.store.BackupStore;
import io.drover.core.decision.Decision;
import io.drover.engine.DockerEngine;
import io.drover.runtime.agents.AgentAddresses;
import io.drover.runtime.agents.AgentCalls;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.record.RecentDecisions;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import io.drover.testkit.Eventually;
import io.drover.testkit.sim.SimulatedSwarm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** What runs, restores and moves work with: a simulated Swarm, and a lease on it that is held. */
public final class SimulatedTools implements AutoCloseable {
  private static final Duration AGENTS_ANSWER_WITHIN = Duration.ofSeconds(30);

  private final SimulatedSwarm swarm = SimulatedSwarm.start();
  private final DockerEngine engine =
      DockerEngine.fromEnvironment(Map.of("DOCKER_HOST", swarm.dockerHost()));
  private final Lease lease =
      new Lease(
          "backup",
          "me",
          new LeaseSettings(Duration.ofMinutes(2), Duration.ofMillis(100), Duration.ofMinutes(1)),
          engine,
          TimeSource.system());
  private final List<Decision> recorded = new CopyOnWriteArrayList<>();

  /** The Swarm. */
  public SimulatedSwarm swarm() {
    return swarm;
  }

  /** A manager of it. */
  public DockerEngine engine() {
    return engine;
  }

  /** Held once there are tools. */
  public Lease lease() {
    return lease;
  }

  /** What was decided, oldest first. */
  public List<Decision> recorded() {
    return recorded;
  }

  /** Tools that work with these agents into this store; waits until the lease is held. */
  public Tools with(BackupStore store, FakeAgent... agents) {
    engine.createConfig(
        "drover.lease.backup",
        Map.of(
            "drover.lease.holder", "",
            "drover.lease.epoch", "1",
            "drover.lease.renewal", "1",
            "drover.lease.ttl", "PT2M"));
    lease.start();
    Eventually.holds("the lease is held", () -> lease.mayAct(Duration.ZERO));
    TimeSource time = TimeSource.system();
    Suite suite = new Suite(Mode.ENFORCE, "me");
    Acts acts =
        new Acts(
            "backup-runs",
            suite,
            new DecisionIds(() -> time.now().wall(), new Random(1)),
            new DecisionRecorder(
                recorded::add, new SimpleMeterRegistry(), new RecentDecisions(100, 100)),
            time,
            () -> lease.mayAct(Duration.ZERO));
    AgentCalls calls =
        new AgentCalls(
            AgentAddresses.fixed(Stream.of(agents).map(FakeAgent::address).toList()),
            () -> "t",
            AGENTS_ANSWER_WITHIN);
    Waiting waiting = new Waiting(time, SimulatedTools::restless);
    return new Tools(
        suite,
        engine,
        new NodeAgents(calls, () -> "t", AGENTS_ANSWER_WITHIN),
        store,
        new ArchivePacking(List.of(), Optional.empty()),
        new Intents(engine),
        new Stopping(engine, acts, time, waiting),
        acts,
        new PauseSwitch(engine),
        time,
        waiting,
        "test");
  }

  /** Looks again at once: what is waited for comes about by what the test does. */
  private static void restless(Duration length) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void close() {
    lease.close();
    engine.close();
    swarm.close();
  }
}
