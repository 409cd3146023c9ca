package io.drover.agent.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.agent.AgentConfig;
import io.drover.agent.model.Field;
import io.drover.agent.record.Volumes;
import io.drover.engine.DockerEngine;
import io.drover.engine.Engine;
import io.drover.engine.EngineAddress;
import io.drover.engine.EngineException;
import io.drover.engine.RawJson;
import io.drover.engine.Timeouts;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.RuntimeBeans;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Has the engine measure its volumes now and then. It walks through every file of every volume, so
 * it is asked seldom, on a connection of its own that waits long.
 */
@ApplicationScoped
public class VolumeMeter {
  private static final Logger LOG = Logger.getLogger(VolumeMeter.class);

  /** Which volumes there are costs nothing. */
  private static final Duration LIST_EVERY = Duration.ofMinutes(1);

  /** A million files on a slow disk. */
  private static final Timeouts PATIENT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(5));

  private static final String STACK = "com.docker.stack.namespace";

  private final Engine engine;
  private final Volumes volumes;
  private final TimeSource time;
  private final Duration period;
  private final Semaphore end = new Semaphore(0);

  /** A meter for the engine that is configured. */
  @Inject
  public VolumeMeter(Config config, AgentConfig agent, Volumes volumes, TimeSource time) {
    this(
        DockerEngine.connect(
            EngineAddress.fromEnvironment(RuntimeBeans.engineVariables(config)), PATIENT),
        volumes,
        time,
        agent.volumesPeriod());
  }

  VolumeMeter(Engine engine, Volumes volumes, TimeSource time, Duration period) {
    this.engine = engine;
    this.volumes = volumes;
    this.time = time;
    this.period = period;
  }

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("drover-volumes").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    end.release();
    engine.close();
  }

  private void run() {
    Duration wait = period.compareTo(LIST_EVERY) < 0 ? period : LIST_EVERY;
    long measured = System.nanoTime();
    boolean due = true;
    try {
      do {
        try {
          list();
          due |= System.nanoTime() - measured >= period.toNanos();
          if (due) {
            measure();
            measured = System.nanoTime();
            due = false;
          }
        } catch (EngineException | IllegalStateException away) {
          volumes.failed(away.getMessage());
        } catch (RuntimeException defect) {
          LOG.errorf(defect, "the volumes were not measured; the next time follows");
        }
      } while (!end.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks which volumes there are. */
  void list() {
    Map<String, String> stacks = new HashMap<>();
    Optional<RawJson> answer = engine.inspect("/volumes");
    answer.ifPresent(
        found ->
            found
                .tree()
                .path("Volumes")
                .forEach(
                    volume ->
                        stacks.put(
                            volume.path("Name").asText(""),
                            volume.path("Labels").path(STACK).asText(""))));
    volumes.listed(stacks);
  }

  /** Has them measured. Engines before API 1.42 heed no type, and measure everything. */
  void measure() {
    Map<String, Field> bytes = new HashMap<>();
    engine
        .inspect("/system/df?type=volume")
        .ifPresent(
            found ->
                found
                    .tree()
                    .path("Volumes")
                    .forEach(volume -> bytes.put(volume.path("Name").asText(""), size(volume))));
    volumes.measured(bytes, time.now().wall());
  }

  /** The engine writes -1 where a volume's driver does not keep it on this node. */
  private static Field size(JsonNode volume) {
    JsonNode size = volume.path("UsageData").path("Size");
    return size.isIntegralNumber() && size.longValue() >= 0
        ? Field.known(size.longValue())
        : Field.unknown(
            "its driver %s does not tell".formatted(volume.path("Driver").asText("(unnamed)")));
  }
}
