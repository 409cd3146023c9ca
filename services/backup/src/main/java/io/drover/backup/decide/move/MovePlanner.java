package io.drover.backup.decide.move;

import io.drover.backup.decide.move.MovePlan.Moved;
import io.drover.backup.decide.run.RunFacts;
import io.drover.backup.decide.run.RunFacts.Agent;
import io.drover.backup.decide.run.RunFacts.Mount;
import io.drover.backup.decide.run.RunFacts.Node;
import io.drover.backup.decide.run.RunFacts.Running;
import io.drover.backup.decide.run.RunFacts.Service;
import io.drover.backup.decide.run.RunFacts.Wishes;
import io.drover.core.decision.Reason;
import io.drover.core.model.ServiceView.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Plans the move of a volume: a pure total function of the facts on all services. */
public final class MovePlanner {
  private final RunFacts facts;
  private final List<Reason> refusals = new ArrayList<>();
  private final List<Reason> notes = new ArrayList<>();

  private MovePlanner(RunFacts facts) {
    this.facts = facts;
  }

  /**
   * What moving a volume comes to.
   *
   * @param facts on all services of the Swarm
   * @param usable names of the nodes that take tasks
   */
  public static MovePlan plan(RunFacts facts, String volume, String to, Set<String> usable) {
    return new MovePlanner(facts).plan(volume, to, usable);
  }

  private MovePlan plan(String volume, String to, Set<String> usable) {
    Set<String> volumes = new TreeSet<>(Set.of(volume));
    List<Service> services = together(volumes);
    Optional<Node> from = from(volumes, services);
    Optional<Node> target =
        facts.nodes().stream().filter(node -> node.hostname().equals(to)).findFirst();
    if (target.isEmpty() || !usable.contains(to)) {
      refuse("NodeNotUsable", "there is no node %s that takes tasks".formatted(to));
    }
    target.ifPresent(node -> checkTarget(node, volumes));
    if (from.isPresent() && from.get().hostname().equals(to)) {
      refuse("ThereAlready", "volume %s is on %s already".formatted(volume, to));
    }
    List<Moved> moved = new ArrayList<>();
    for (Service service : services) {
      check(service, from);
      if (service.mode() instanceof Mode.Replicated(int replicas)) {
        boolean tied =
            from.isPresent()
                && service.admits().stream().allMatch(id -> id.equals(from.get().id()));
        moved.add(new Moved(service.id(), service.name(), service.version(), replicas, tied));
      }
    }
    if (volumes.size() > 1) {
      note(
          "MovesAlong",
          "the services that use it have more volumes there, which move along: "
              + String.join(", ", volumes));
    }
    return new MovePlan(
        List.copyOf(volumes), from.map(Node::hostname).orElse(""), to, moved, refusals, notes);
  }

  /** Services that share volumes move together, and so do all of their volumes. */
  private List<Service> together(Set<String> volumes) {
    Set<Service> services =
        new TreeSet<>(Comparator.comparing(Service::name).thenComparing(Service::id));
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Service service : facts.services()) {
        boolean uses =
            service.mounts().stream()
                .anyMatch(mount -> mount.isNamedVolume() && volumes.contains(mount.source()));
        if (uses && services.add(service)) {
          grew = true;
          service.mounts().stream()
              .filter(mount -> mount.isNamedVolume() && !mount.shared())
              .forEach(mount -> volumes.add(mount.source()));
        }
      }
    }
    return List.copyOf(services);
  }

  /** Where tasks run with them; where none runs, the one node that has them. */
  private Optional<Node> from(Set<String> volumes, List<Service> services) {
    Set<String> running =
        services.stream()
            .flatMap(service -> service.tasks().stream())
            .map(Running::nodeId)
            .collect(Collectors.toSet());
    List<String> silent =
        facts.nodes().stream()
            .filter(node -> node.agent() instanceof Agent.Silent)
            .map(Node::hostname)
            .sorted()
            .toList();
    if (running.isEmpty() && !silent.isEmpty()) {
      refuse(
          "AgentMissing",
          "none of its services runs, and the newest copy may be where no agent answers: "
              + String.join(", ", silent));
    }
    List<Node> candidates =
        facts.nodes().stream()
            .filter(
                node ->
                    running.isEmpty()
                        ? volumes.stream().anyMatch(volume -> has(node, volume))
                        : running.contains(node.id()))
            .toList();
    if (candidates.size() > 1) {
      refuse(
          "SeveralCopies",
          "it is on several nodes, and on each it is another one: " + names(candidates));
      return Optional.empty();
    }
    if (candidates.isEmpty()) {
      refuse(
          "NoSuchVolume", "no node whose agent answers has volume " + String.join(", ", volumes));
      return Optional.empty();
    }
    Node node = candidates.getFirst();
    if (node.agent() instanceof Agent.Silent(String why)) {
      refuse("AgentMissing", "the agent of %s does not answer: %s".formatted(node.hostname(), why));
    }
    for (String volume : volumes) {
      if (node.agent() instanceof Agent.Answers && !has(node, volume)) {
        refuse("NoSuchVolume", "there is no volume %s on %s".formatted(volume, node.hostname()));
      }
    }
    return Optional.of(node);
  }

  private void checkTarget(Node target, Set<String> volumes) {
    switch (target.agent()) {
      case Agent.Silent(String why) ->
          refuse(
              "AgentMissing",
              "the agent of %s does not answer: %s".formatted(target.hostname(), why));
      case Agent.Answers(var there) ->
          volumes.stream()
              .filter(there::containsKey)
              .forEach(
                  volume ->
                      refuse(
                          "VolumeExists",
                          "%s has a volume %s already: remove it first"
                              .formatted(target.hostname(), volume)));
    }
  }

  private void check(Service service, Optional<Node> from) {
    if (!(service.mode() instanceof Mode.Replicated)) {
      refuse(
          "NotReplicated",
          "%s uses it and is not a replicated service: it can't be stopped and moved"
              .formatted(service.name()));
    }
    if (service.rolling()) {
      refuse("RolloutInProgress", "an update of %s is under way".formatted(service.name()));
    }
    if (!service.held().isEmpty()) {
      refuse("Held", "%s must be left alone: %s".formatted(service.name(), service.held()));
    }
    if (service.wishes() instanceof Wishes.Given given && given.observe()) {
      refuse("ObserveMode", "%s is in drover.mode=observe".formatted(service.name()));
    }
    for (Mount mount : service.mounts()) {
      if (mount.type().equals("bind") && from.isPresent()) {
        note(
            "StaysBehind",
            "%s also mounts directory %s of the node, which stays on %s"
                .formatted(service.name(), mount.source(), from.get().hostname()));
      } else if (mount.isNamedVolume() && mount.shared()) {
        note(
            "SharedVolume",
            "volume %s of %s is the same on every node: it need not move"
                .formatted(mount.source(), service.name()));
      }
    }
  }

  private static boolean has(Node node, String volume) {
    return node.agent() instanceof Agent.Answers(var volumes) && volumes.containsKey(volume);
  }

  private static String names(List<Node> nodes) {
    return nodes.stream().map(Node::hostname).sorted().collect(Collectors.joining(", "));
  }

  private void refuse(String code, String text) {
    refusals.add(Reason.of(code, text));
  }

  private void note(String code, String text) {
    notes.add(Reason.of(code, text));
  }
}
