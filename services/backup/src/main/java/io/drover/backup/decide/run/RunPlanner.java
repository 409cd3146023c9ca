package io.drover.backup.decide.run;

import io.drover.backup.decide.run.RunFacts.Running;
import io.drover.backup.decide.run.RunFacts.Service;
import io.drover.backup.decide.run.RunFacts.Wishes;
import io.drover.backup.decide.run.RunPlan.Hook;
import io.drover.backup.decide.run.RunPlan.Idle;
import io.drover.backup.decide.run.RunPlan.Stop;
import io.drover.core.decision.Reason;
import io.drover.core.model.ServiceView.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Plans a run: a pure total function of its facts. */
public final class RunPlanner {
  /** Lower numbers first; names make the order the same every time. */
  private static final Comparator<Service> ORDER =
      Comparator.<Service>comparingInt(service -> given(service).order())
          .thenComparing(Service::name);

  private final RunFacts facts;
  private final List<Hook> before = new ArrayList<>();
  private final List<Stop> stops = new ArrayList<>();
  private final List<Idle> idle = new ArrayList<>();
  private final List<Hook> after = new ArrayList<>();
  private final List<Reason> refusals = new ArrayList<>();
  private final List<Reason> notes = new ArrayList<>();

  private RunPlanner(RunFacts facts) {
    this.facts = facts;
  }

  /** What a run does, what it refuses, what it doesn't cover. */
  public static RunPlan plan(RunFacts facts) {
    return new RunPlanner(facts).plan();
  }

  private RunPlan plan() {
    List<Service> services = new ArrayList<>();
    for (Service service : facts.services()) {
      switch (service.wishes()) {
        case Wishes.Unreadable(String why) ->
            refusals.add(reason("MalformedLabels", service.name() + ": " + why));
        case Wishes.Given given when given.observe() ->
            notes.add(
                reason(
                    "ObserveMode",
                    "%s is in drover.mode=observe: its volumes are left out"
                        .formatted(service.name())));
        case Wishes.Given given -> services.add(service);
      }
    }
    services.sort(ORDER);
    VolumePlacing placing = new VolumePlacing(facts, services);
    services.forEach(this::hooksAndStop);
    refusals.addAll(placing.refusals());
    notes.addAll(placing.notes());
    return new RunPlan(before, stops, idle, placing.volumes(), after, refusals, notes);
  }

  private void hooksAndStop(Service service) {
    Wishes.Given wishes = given(service);
    boolean stops = wishes.stop() && stop(service);
    if (!wishes.before().isEmpty()) {
      before.addAll(hooks(service, wishes.before(), "before", false));
    }
    if (!wishes.after().isEmpty()) {
      after.addAll(hooks(service, wishes.after(), "after", stops));
    }
  }

  /** One that isn't there can't be stopped; what can't be stopped must not be said to have been. */
  private boolean stop(Service service) {
    if (service.rolling()) {
      refusals.add(
          reason(
              "RolloutInProgress",
              "%s can't be stopped: an update of it is under way".formatted(service.name())));
      return false;
    }
    if (!service.held().isEmpty()) {
      refusals.add(
          reason("Held", "%s can't be stopped: %s".formatted(service.name(), service.held())));
      return false;
    }
    if (!(service.mode() instanceof Mode.Replicated(int replicas))) {
      refusals.add(
          reason(
              "NotReplicated",
              "%s has drover.backup.stop, but only a replicated service can be stopped and brought back"
                  .formatted(service.name())));
      return false;
    }
    if (replicas > 0 && !findsItsVolumes(service)) {
      return false;
    }
    if (replicas > 0) {
      stops.add(
          new Stop(
              service.id(),
              service.name(),
              service.version(),
              replicas,
              given(service).timeLimit()));
    } else {
      idle.add(new Idle(service.id(), service.name(), service.version()));
    }
    return replicas > 0;
  }

  /**
   * Swarm starts what comes back on any node that the constraints admit; where the volume isn't, it
   * would begin with an empty one.
   */
  private boolean findsItsVolumes(Service service) {
    for (RunFacts.Mount mount : service.mounts()) {
      if (!mount.isNamedVolume() || mount.shared()) {
        continue;
      }
      List<String> without =
          facts.nodes().stream()
              .filter(node -> service.admits().contains(node.id()))
              .filter(
                  node ->
                      !(node.agent() instanceof RunFacts.Agent.Answers(var volumes)
                          && volumes.containsKey(mount.source())))
              .map(RunFacts.Node::hostname)
              .sorted()
              .toList();
      if (!without.isEmpty()) {
        refusals.add(
            reason(
                "NotTied",
                "%s can't be stopped: it may come back on %s, where volume %s is not; tie it to the node of its volume by a placement constraint (node.hostname==…)"
                    .formatted(service.name(), String.join(", ", without), mount.source())));
        return false;
      }
    }
    return true;
  }

  /** In one task; in every task of a global service, since each has volumes of its own. */
  private List<Hook> hooks(Service service, String command, String phase, boolean comesBack) {
    Wishes.Given wishes = given(service);
    List<Running> tasks =
        service.tasks().stream()
            .sorted(Comparator.comparing(Running::nodeId).thenComparing(Running::taskId))
            .limit(service.mode() instanceof Mode.Global ? Long.MAX_VALUE : 1)
            .toList();
    if (tasks.isEmpty()) {
      refusals.add(
          reason(
              "NoTaskForHook",
              "%s has drover.backup.%s, but no task runs in which it could be run"
                  .formatted(service.name(), phase)));
    }
    List<Hook> hooks = new ArrayList<>();
    for (Running task : tasks) {
      boolean isSilent =
          facts.nodes().stream()
              .filter(node -> node.id().equals(task.nodeId()))
              .noneMatch(node -> node.agent() instanceof RunFacts.Agent.Answers);
      if (isSilent) {
        refusals.add(
            reason(
                "AgentMissing",
                "the %s command of %s can't be run: the agent of node %s does not answer"
                    .formatted(phase, service.name(), hostname(task.nodeId()))));
      }
      hooks.add(
          new Hook(
              service.id(),
              service.name(),
              task.nodeId(),
              comesBack ? "" : task.containerId(),
              command,
              wishes.timeLimit()));
    }
    return hooks;
  }

  private String hostname(String nodeId) {
    return facts.nodes().stream()
        .filter(node -> node.id().equals(nodeId))
        .map(RunFacts.Node::hostname)
        .findFirst()
        .orElse(nodeId);
  }

  static Wishes.Given given(Service service) {
    return service.wishes() instanceof Wishes.Given given ? given : Wishes.Given.NONE;
  }

  private static Reason reason(String code, String text) {
    return new Reason(code, text, Map.of());
  }
}
