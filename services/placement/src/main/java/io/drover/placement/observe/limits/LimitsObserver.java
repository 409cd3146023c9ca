package io.drover.placement.observe.limits;

import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.PolicyParser;
import io.drover.core.policy.StackLimits;
import io.drover.engine.Engine;
import io.drover.manifests.Described;
import io.drover.manifests.ManifestProblem;
import io.drover.manifests.Policies;
import io.drover.manifests.StackFiles;
import io.drover.manifests.TargetName;
import io.drover.placement.decide.limits.Governance;
import io.drover.placement.decide.limits.Governing;
import io.drover.placement.decide.limits.Said;
import io.drover.placement.observe.AgentStats;
import io.drover.placement.observe.Agents;
import io.drover.placement.observe.limits.LimitsObservation.Governed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts services together with what labels, stack files and manifests say of their limits. */
public final class LimitsObserver {
  private final Engine engine;
  private final Agents agents;
  private final Supplier<Policies> manifests;
  private final Supplier<StackFiles> stacks;

  /**
   * An observer.
   *
   * @param engine a manager's engine
   * @param agents who know the containers
   * @param manifests asked for at each observation, as are the stacks
   */
  public LimitsObserver(
      Engine engine, Agents agents, Supplier<Policies> manifests, Supplier<StackFiles> stacks) {
    this.engine = engine;
    this.agents = agents;
    this.manifests = manifests;
    this.stacks = stacks;
  }

  /**
   * Observes.
   *
   * @param measured whether the agents are asked too
   */
  public LimitsObservation observe(Instant now, boolean measured) {
    ClusterSnapshot snapshot = engine.snapshot();
    Policies policies = manifests.get();
    StackFiles files = stacks.get();
    Map<String, List<Described>> meant = meant(policies, snapshot.services());
    Map<String, Governed> governed = new LinkedHashMap<>();
    snapshot.services().stream()
        .sorted(Comparator.comparing(ServiceView::name))
        .forEach(
            service -> {
              List<StackLimits> ranges = service.stack().map(policies::limitsOf).orElse(List.of());
              Said said =
                  new Said(
                      PolicyParser.parse(service),
                      Optional.ofNullable(files.services().get(service.name())).stream().toList(),
                      ranges,
                      meant.getOrDefault(service.id(), List.of()));
              Governance governance = Governing.of(service, said);
              if (!(governance instanceof Governance.None)) {
                governed.put(service.id(), new Governed(service, governance, ranges));
              }
            });
    List<String> problems = new ArrayList<>();
    policies.problems().stream().map(ManifestProblem::toString).forEach(problems::add);
    files.problems().stream().map(ManifestProblem::toString).forEach(problems::add);
    AgentStats stats =
        measured && !governed.isEmpty()
            ? agents.ask()
            : AgentStats.none("the agents were not asked");
    return new LimitsObservation(now, snapshot, governed, stats, problems);
  }

  /** The manifests for each service, by its id. */
  private static Map<String, List<Described>> meant(Policies policies, List<ServiceView> services) {
    Map<String, List<Described>> meant = new HashMap<>();
    for (Described one : policies.described()) {
      if (one.target().among(services) instanceof TargetName.Found.One(ServiceView target)) {
        meant.computeIfAbsent(target.id(), id -> new ArrayList<>()).add(one);
      }
    }
    return meant;
  }
}
