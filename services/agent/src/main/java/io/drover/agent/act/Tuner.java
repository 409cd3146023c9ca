package io.drover.agent.act;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.agent.AgentConfig;
import io.drover.agent.decide.TuningDecider;
import io.drover.agent.model.Container;
import io.drover.agent.model.Machine;
import io.drover.agent.model.tuning.ContainerTuning;
import io.drover.agent.model.tuning.Goal;
import io.drover.agent.model.tuning.Target;
import io.drover.agent.model.tuning.Tuned;
import io.drover.agent.model.tuning.Wish;
import io.drover.agent.observe.ControlReader;
import io.drover.agent.observe.MachineFiles;
import io.drover.agent.observe.OomScores;
import io.drover.agent.record.TuningBook;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.engine.RawJson;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Tunes this node's containers as placement last said, whenever one comes or goes and at a fixed
 * interval. What it was not told it does not do: a setting that nobody wants any more goes back.
 */
@ApplicationScoped
public class Tuner {
  private static final Logger LOG = Logger.getLogger(Tuner.class);

  private final Engine engine;
  private final TuningBook book;
  private final MachineFiles machine;
  private final TuningActuator actuator;
  private final Duration period;
  private final Semaphore news = new Semaphore(0);
  private volatile List<Container> containers = List.of();
  private volatile boolean listed;
  private volatile boolean stopped;

  /** A tuner of this engine's containers. */
  public Tuner(Engine engine, AgentConfig config, TuningBook book) {
    this.engine = engine;
    this.book = book;
    this.machine = new MachineFiles(config.sysRoot());
    this.actuator =
        new TuningActuator(
            engine,
            new ControlReader(config.cgroupRoot(), config.procRoot()),
            new OomScores(config.procRoot()),
            book);
    this.period = config.refresh();
  }

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("drover-tuner").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
    news.release();
  }

  /** Says which containers run. */
  public void containers(List<Container> running) {
    containers = List.copyOf(running);
    listed = true;
    news.release();
  }

  /** Something else is wanted: it is looked at at once. */
  public void hasten() {
    news.release();
  }

  private void run() {
    try {
      while (!stopped) {
        try {
          round();
        } catch (EngineException | IllegalStateException away) {
          LOG.debugf("containers were not tuned: %s", away.getMessage());
        } catch (RuntimeException defect) {
          LOG.errorf(defect, "containers were not tuned; the next round follows");
        }
        news.tryAcquire(period.toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** A container with what its engine holds of it. */
  private record Seen(Container container, JsonNode hostConfig, Tuned tuned) {}

  /** Decides and does, once. */
  void round() {
    if (!listed) {
      return;
    }
    List<Container> running = containers;
    Map<String, Wish> wishes = book.wishes();
    book.keepOnly(running.stream().map(Container::id).collect(Collectors.toSet()));
    Map<String, Seen> seen = see(running, wishes);
    Machine now = machine.read();
    if (now.cpus().isEmpty()) {
      LOG.warn("containers are not tuned: the kernel does not tell which processors there are");
      return;
    }
    List<ContainerTuning> report = new ArrayList<>();
    for (Target target :
        TuningDecider.decide(now, seen.values().stream().map(Seen::tuned).toList())) {
      Seen one = seen.get(target.containerId());
      ContainerTuning done = reach(one, target, wishes.get(one.container().serviceId()));
      if (!done.settings().isEmpty()) {
        report.add(done);
      }
    }
    report.sort(Comparator.comparing(done -> done.container().name()));
    book.report(report);
  }

  /** By age: whoever came first is served first. */
  private Map<String, Seen> see(List<Container> running, Map<String, Wish> wishes) {
    Set<String> changed = book.changed();
    Map<String, Seen> seen = new LinkedHashMap<>();
    running.stream()
        .filter(one -> wishes.containsKey(one.serviceId()) || changed.contains(one.id()))
        .sorted(Comparator.comparing(Container::startedAt).thenComparing(Container::id))
        .forEach(
            one ->
                engine
                    .inspect("/containers/" + one.id() + "/json")
                    .map(RawJson::tree)
                    .filter(json -> json.path("State").path("Running").asBoolean(true))
                    .ifPresent(json -> seen.put(one.id(), seen(one, json, wishes))));
    return seen;
  }

  private Seen seen(Container container, JsonNode inspected, Map<String, Wish> wishes) {
    JsonNode hostConfig = inspected.path("HostConfig");
    Wish wish = wishes.get(container.serviceId());
    return new Seen(
        container,
        hostConfig,
        new Tuned(
            container.id(),
            wish == null ? List.of() : wish.settings(),
            ContainerSettings.read(hostConfig),
            book.original(container.id()),
            hostConfig.path("Memory").asLong()));
  }

  private ContainerTuning reach(Seen one, Target target, Wish wish) {
    Map<String, String> labels = wish == null ? new TreeMap<>() : new HashMap<>(wish.labels());
    List<ContainerTuning.Applied> settings = new ArrayList<>();
    target
        .goals()
        .forEach(
            (kind, goal) -> {
              TuningActuator.Result result =
                  actuator.reach(one.container(), one.hostConfig(), kind, goal);
              String wanted = labels.getOrDefault(kind.label(), "");
              boolean isBack = goal instanceof Goal.Back && result.reason().isEmpty();
              if (!isBack) {
                settings.add(
                    new ContainerTuning.Applied(
                        kind, wanted, result.actual(), result.reason().isEmpty(), result.reason()));
              }
            });
    return new ContainerTuning(one.container(), settings);
  }
}
