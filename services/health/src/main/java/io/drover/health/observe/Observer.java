package io.drover.health.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.CarePolicy;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.engine.RawJson;
import io.drover.health.decide.alert.Autoscaled;
import io.drover.health.decide.alert.CpuAverages;
import io.drover.health.decide.alert.QuotaUse;
import io.drover.health.decide.alert.TaskLoad;
import io.drover.health.decide.state.Facts;
import io.drover.health.decide.state.FailureLog;
import io.drover.health.decide.state.NodeFacts;
import io.drover.health.decide.state.ServiceFacts;
import io.drover.health.decide.state.TaskFacts;
import io.drover.manifests.PolicyFolder;
import io.drover.runtime.agents.AgentCalls;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks at everything that counts for health. For one thread. */
public final class Observer {
  /** What managers answer without a quorum; there is no code for it. */
  private static final String LEADERLESS = "does not have a leader";

  /** The Swarm's certificates change when somebody rotates them. */
  private static final Duration AUTHORITY_EVERY = Duration.ofMinutes(5);

  /** Quotas follow services, which change seldom. */
  private static final Duration QUOTAS_EVERY = Duration.ofSeconds(15);

  private static final Duration QUOTAS_TIMEOUT = Duration.ofSeconds(2);

  private final Engine engine;
  private final AgentBook agents;
  private final PolicyFolder manifests;
  private final Optional<QuotaBook> quotaBook;
  private final Supplier<Instant> clock;
  private final Bounds bounds = new Bounds();
  private FailureLog failures = FailureLog.EMPTY;
  private CpuAverages averages = CpuAverages.EMPTY;
  private Reading<Instant> authority = Reading.unknown("not asked yet");
  private Instant authorityAt = Instant.MIN;
  private List<QuotaUse> quotas = List.of();
  private Instant quotasAt = Instant.MIN;

  /**
   * An observer.
   *
   * @param placement base address of the placement service, if quotas are to be asked of it
   * @param token shown to it
   */
  public Observer(
      Engine engine,
      AgentCalls agents,
      PolicyFolder manifests,
      Optional<URI> placement,
      Supplier<String> token,
      Supplier<Instant> clock) {
    this.engine = engine;
    this.agents = new AgentBook(agents, clock);
    this.manifests = manifests;
    this.quotaBook = placement.map(base -> new QuotaBook(base, token, QUOTAS_TIMEOUT));
    this.clock = clock;
  }

  /** Forgets what it remembered of former looks: nobody looked since. */
  public void reset() {
    failures = FailureLog.EMPTY;
    averages = CpuAverages.EMPTY;
  }

  /** Why nothing could be seen, without looking at much: for who stands by. */
  public Optional<Observation.Blind> blindness() {
    try {
      engine.list("/nodes");
      return Optional.empty();
    } catch (EngineException away) {
      return Optional.of(blind(away, clock.get()));
    }
  }

  private static Observation.Blind blind(EngineException away, Instant now) {
    String why = String.valueOf(away.getMessage());
    return new Observation.Blind(now, why, why.contains(LEADERLESS));
  }

  /** Looks. */
  public Observation look() {
    Instant now = clock.get();
    try {
      List<ServiceFacts> services = read("/services", SwarmReader::service);
      List<TaskFacts> tasks = read("/tasks", SwarmReader::task);
      List<NodeFacts> nodes = read("/nodes", SwarmReader::node);
      askAuthority(now);
      return seen(now, services, tasks, nodes);
    } catch (EngineException away) {
      return blind(away, now);
    }
  }

  private <T> List<T> read(String path, Function<JsonNode, T> reader) {
    List<T> all = new ArrayList<>();
    for (RawJson one : engine.list(path)) {
      all.add(reader.apply(one.tree()));
    }
    return all;
  }

  private void askAuthority(Instant now) {
    if (authorityAt.isBefore(now.minus(AUTHORITY_EVERY))) {
      authority =
          engine
              .inspect("/swarm")
              .map(swarm -> Authority.end(swarm.tree(), now))
              .orElse(Reading.unknown("the engine does not show the Swarm"));
      authorityAt = now;
    }
  }

  private Observation.Seen seen(
      Instant now, List<ServiceFacts> services, List<TaskFacts> tasks, List<NodeFacts> nodes) {
    AgentBook.Report report = agents.ask();
    failures = failures.with(services, tasks, now);
    List<String> missing = new ArrayList<>(report.missing());
    askQuotas(now, missing);
    List<ServiceView> views = services.stream().map(ServiceFacts::view).toList();
    Map<String, Bounds.Wish> wishes = bounds.read(views, manifests.read(), now);
    Set<String> silenced = new HashSet<>();
    Map<String, Boolean> healed = new HashMap<>();
    wishes.forEach(
        (id, wish) -> {
          if (wish.care().alert() == CarePolicy.Alert.OFF) {
            silenced.add(id);
          }
          if (wish.care().heal() == CarePolicy.Heal.AUTO) {
            healed.put(id, wish.observing());
          }
        });
    Facts facts =
        new Facts(
            now,
            services,
            tasks,
            nodes,
            report.nodes(),
            true,
            authority,
            failures,
            report.outOfMemory());
    return new Observation.Seen(
        facts, loads(report, now), scaled(views, tasks, wishes), quotas, silenced, healed, missing);
  }

  private void askQuotas(Instant now, List<String> missing) {
    if (quotaBook.isEmpty() || !quotasAt.isBefore(now.minus(QUOTAS_EVERY))) {
      return;
    }
    try {
      quotas = quotaBook.get().ask();
      quotasAt = now;
    } catch (IOException away) {
      missing.add("quotas: " + away.getMessage());
    } catch (InterruptedException late) {
      Thread.currentThread().interrupt();
    }
  }

  private List<TaskLoad> loads(AgentBook.Report report, Instant now) {
    Map<String, CpuAverages.Sample> measured = new HashMap<>();
    report
        .tasks()
        .forEach(
            (id, use) -> {
              if (use.cpu() instanceof Reading.Known<Double>(Double share, Instant at)) {
                measured.put(id, new CpuAverages.Sample(share, at));
              }
            });
    averages = averages.with(measured, now);
    List<TaskLoad> loads = new ArrayList<>();
    report
        .tasks()
        .forEach(
            (id, use) ->
                loads.add(
                    new TaskLoad(
                        use.serviceId(),
                        use.container(),
                        use.service(),
                        use.node(),
                        averages.of(id),
                        use.memory())));
    return loads;
  }

  private static List<Autoscaled> scaled(
      List<ServiceView> services, List<TaskFacts> tasks, Map<String, Bounds.Wish> wishes) {
    Map<String, Integer> existing = new HashMap<>();
    for (TaskFacts task : tasks) {
      if (task.view().isWanted()) {
        existing.merge(task.view().serviceId(), 1, Integer::sum);
      }
    }
    List<Autoscaled> scaled = new ArrayList<>();
    for (ServiceView service : services) {
      Bounds.Wish wish = wishes.getOrDefault(service.id(), Bounds.none());
      if (wish.max() > 0 && service.mode() instanceof ServiceView.Mode.Replicated(int replicas)) {
        scaled.add(
            new Autoscaled(
                service.name(),
                service.id(),
                existing.getOrDefault(service.id(), 0),
                replicas,
                wish.min(),
                wish.max()));
      }
    }
    return scaled;
  }
}
