package io.drover.health.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.CarePolicy;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.engine.RawJson;
import io.drover.health.decide.alert.AlertRule;
import io.drover.health.decide.alert.Autoscaled;
import io.drover.health.decide.alert.BackupState;
import io.drover.health.decide.alert.CpuAverages;
import io.drover.health.decide.alert.QuotaUse;
import io.drover.health.decide.alert.TaskLoad;
import io.drover.health.decide.names.Endpoint;
import io.drover.health.decide.state.Facts;
import io.drover.health.decide.state.FailureLog;
import io.drover.health.decide.state.NodeFacts;
import io.drover.health.decide.state.ServiceFacts;
import io.drover.health.decide.state.TaskFacts;
import io.drover.manifests.PolicyFolder;
import io.drover.runtime.agents.AgentCalls;
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
  private static final Duration AUTHORITY_EVERY = Duration.ofSeconds(30);

  private static final Duration NEIGHBOUR_TIMEOUT = Duration.ofSeconds(2);

  private final Engine engine;
  private final AgentBook agents;
  private final PolicyFolder manifests;
  private final Told<QuotaUse> quotas;
  private final Told<BackupState> backups;
  private final Supplier<Instant> clock;
  private final NameBook names;
  private final Bounds bounds = new Bounds();
  private FailureLog failures = FailureLog.EMPTY;
  private CpuAverages averages = CpuAverages.EMPTY;
  private Reading<Instant> authority = Reading.unknown("not asked yet");
  private Instant authorityAt = Instant.MIN;

  /**
   * An observer.
   *
   * @param placement base address of the placement service, if quotas are to be asked of it
   * @param backup base address of the backup service, if backups are to be asked of it
   * @param token shown to both
   */
  public Observer(
      Engine engine,
      AgentCalls agents,
      PolicyFolder manifests,
      Optional<URI> placement,
      Optional<URI> backup,
      Supplier<String> token,
      Supplier<Instant> clock) {
    this.engine = engine;
    this.agents = new AgentBook(agents, clock);
    this.names = new NameBook(agents);
    this.manifests = manifests;
    this.quotas =
        new Told<>(
            "quotas",
            AlertRule.QUOTA_FULL,
            placement.map(base -> new Neighbour(base, token, NEIGHBOUR_TIMEOUT)),
            QuotaBook.PATH,
            QuotaBook::read);
    this.backups =
        new Told<>(
            "backups",
            AlertRule.BACKUP_OVERDUE,
            backup.map(base -> new Neighbour(base, token, NEIGHBOUR_TIMEOUT)),
            BackupBook.PATH,
            BackupBook::read);
    this.clock = clock;
  }

  /** Forgets what it remembered of former looks: nobody looked since. */
  public void reset() {
    failures = FailureLog.EMPTY;
    averages = CpuAverages.EMPTY;
    names.reset();
  }

  /** Why nothing could be seen, without looking at much: for who stands by. */
  public Optional<Observation.Blind> blindness() {
    Instant since = clock.get();
    try {
      engine.list("/nodes");
      return Optional.empty();
    } catch (EngineException away) {
      return Optional.of(blind(away, since));
    }
  }

  private Observation.Blind blind(EngineException away, Instant since) {
    String why = String.valueOf(away.getMessage());
    return new Observation.Blind(since, clock.get(), why, why.contains(LEADERLESS));
  }

  /** Looks. */
  public Observation look() {
    Instant now = clock.get();
    try {
      List<ServiceFacts> services = read("/services", SwarmReader::service);
      boolean namesAreDue = names.isDue(now);
      List<TaskFacts> tasks = new ArrayList<>();
      Map<String, List<Endpoint>> endpoints = new HashMap<>();
      for (RawJson one : engine.list("/tasks")) {
        JsonNode json = one.tree();
        tasks.add(SwarmReader.task(json));
        if (namesAreDue) {
          EndpointReader.read(json)
              .forEach(
                  endpoint ->
                      endpoints
                          .computeIfAbsent(endpoint.serviceId(), id -> new ArrayList<>())
                          .add(endpoint));
        }
      }
      List<NodeFacts> nodes = read("/nodes", SwarmReader::node);
      askAuthority(now);
      return seen(now, services, tasks, endpoints, nodes);
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
      Instant now,
      List<ServiceFacts> services,
      List<TaskFacts> tasks,
      Map<String, List<Endpoint>> endpoints,
      List<NodeFacts> nodes) {
    AgentBook.Report report = agents.ask();
    failures = failures.with(services, tasks, now);
    List<String> missing = new ArrayList<>(report.missing());
    Set<AlertRule> unasked = new HashSet<>();
    List<QuotaUse> quotasNow = quotas.look(services, now, missing, unasked);
    List<BackupState> backupsNow = backups.look(services, now, missing, unasked);
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
            report.outOfMemory(),
            names.look(services, endpoints, nodes, report.hosts(), now));
    Set<String> quiet = new HashSet<>();
    views.stream().filter(one -> silenced.contains(one.id())).forEach(one -> quiet.add(one.name()));
    return new Observation.Seen(
        facts,
        loads(report, now),
        scaled(views, tasks, wishes),
        quotasNow,
        backupsNow.stream().filter(one -> !quiet.contains(one.service())).toList(),
        silenced,
        healed,
        unasked,
        missing);
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
