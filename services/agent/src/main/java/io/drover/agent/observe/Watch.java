package io.drover.agent.observe;

import io.drover.agent.AgentConfig;
import io.drover.agent.act.Tuner;
import io.drover.agent.model.Container;
import io.drover.agent.record.NodeIdentity;
import io.drover.agent.record.OomKills;
import io.drover.agent.record.Samples;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.runtime.status.Dependencies;
import io.drover.runtime.time.TimeSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the list of containers up to date, by the engine's events and at a fixed interval, and
 * feeds it to the sampler. The engine may be away at the start and at any time.
 */
@ApplicationScoped
public class Watch {
  private final Engine engine;
  private final AgentConfig config;
  private final Dependencies dependencies;
  private final NodeIdentity identity;
  private final Containers containers;
  private final Sampler sampler;
  private final Samples samples;
  private final OomKills oomKills;
  private final Tuner tuner;
  private final TimeSource time;
  private final Semaphore news = new Semaphore(0);
  private volatile boolean stopped;
  private Engine.EventFeed feed = () -> {};

  /** A watch on this engine; nothing is asked of it before the start. */
  public Watch(
      Engine engine,
      AgentConfig config,
      Dependencies dependencies,
      NodeIdentity identity,
      Samples samples,
      OomKills oomKills,
      Tuner tuner,
      TimeSource time) {
    this.engine = engine;
    this.config = config;
    this.dependencies = dependencies;
    this.identity = identity;
    this.samples = samples;
    this.oomKills = oomKills;
    this.tuner = tuner;
    this.time = time;
    this.containers = new Containers(engine);
    this.sampler =
        new Sampler(
            new CgroupTree(config.cgroupRoot(), config.procRoot()), samples, time, config.period());
  }

  void start(@Observes StartupEvent event) {
    dependencies.down("engine", true, "not asked yet");
    sampler.start();
    feed = engine.watch(new ContainerEvents());
    Thread.ofVirtual().name("drover-containers").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
    news.release();
    feed.close();
    sampler.close();
  }

  private void run() {
    try {
      while (!stopped) {
        refresh();
        news.tryAcquire(config.refresh().toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void refresh() {
    try {
      if (!identity.isKnown()) {
        engine.inspect("/info").ifPresent(info -> identity.learn(info.tree()));
      }
      List<Container> running = containers.running();
      sampler.containers(running);
      tuner.containers(running);
      dependencies.up("engine", true);
    } catch (EngineException | IllegalStateException away) {
      dependencies.down("engine", true, away.getMessage());
    } catch (RuntimeException defect) {
      // Or this thread would end, and no new container would be seen.
      dependencies.down("engine", true, "the containers could not be read: " + defect);
    }
  }

  private final class ContainerEvents implements Engine.EventListener {
    @Override
    public void onEvent(Engine.Event event) {
      if (!event.type().equals("container")) {
        return;
      }
      noteKills(event);
      if (isChange(event.action())) {
        containers.changed(event.id());
        news.release();
      }
    }

    private void noteKills(Engine.Event event) {
      switch (event.action()) {
        case "oom" -> oomKills.outOfMemory(event.id());
        case "die" -> {
          String status = event.attributes().getOrDefault("exitCode", "");
          Instant now = time.now().wall();
          // Of one that died before it was ever sampled the engine's own words are all there is.
          Container container =
              samples
                  .of(event.id())
                  .map(known -> known.container())
                  .orElseGet(() -> OomKills.ended(event.id(), event.attributes(), now));
          oomKills.died(container, status, now);
        }
        default -> {}
      }
    }

    private static boolean isChange(String action) {
      return switch (action) {
        case "start", "die", "destroy" -> true;
        default -> false;
      };
    }

    @Override
    public void onResync() {
      identity.forget();
      news.release();
    }
  }
}
