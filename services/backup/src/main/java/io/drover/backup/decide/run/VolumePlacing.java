package io.drover.backup.decide.run;

import io.drover.backup.decide.run.RunFacts.Agent;
import io.drover.backup.decide.run.RunFacts.Mount;
import io.drover.backup.decide.run.RunFacts.Node;
import io.drover.backup.decide.run.RunFacts.Running;
import io.drover.backup.decide.run.RunFacts.Service;
import io.drover.backup.decide.run.RunPlan.Volume;
import io.drover.core.decision.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds the nodes where volumes are read. A local volume of the same name is another one on each
 * node: those count on whose node a task of the service runs; where none runs, all that there are.
 */
final class VolumePlacing {
  private final RunFacts facts;
  private final List<Volume> volumes = new ArrayList<>();
  private final List<Reason> refusals = new ArrayList<>();
  private final List<Reason> notes = new ArrayList<>();

  /** The services that mount a volume, and whether its content is the same everywhere. */
  private record Use(List<Service> services, boolean shared) {}

  VolumePlacing(RunFacts facts, List<Service> services) {
    this.facts = facts;
    Map<String, Use> uses = new TreeMap<>();
    services.forEach(service -> gather(service, uses));
    uses.forEach(this::place);
    Set<String> found = uses.keySet();
    facts.onlyVolumes().stream()
        .filter(name -> !found.contains(name))
        .sorted()
        .forEach(name -> refuse("NoSuchVolume", "no service that is backed up mounts " + name));
  }

  List<Volume> volumes() {
    return volumes;
  }

  List<Reason> refusals() {
    return refusals;
  }

  List<Reason> notes() {
    return notes;
  }

  private void gather(Service service, Map<String, Use> uses) {
    Set<String> wanted = new LinkedHashSet<>(RunPlanner.given(service).volumes());
    Set<String> matched = new LinkedHashSet<>();
    for (Mount mount : service.mounts()) {
      if (!mount.isNamedVolume()) {
        notCovered(service, mount);
        continue;
      }
      String name = mount.source();
      String asked = wanted.contains(name) ? name : inStack(service, name);
      matched.add(asked);
      boolean isWanted = wanted.isEmpty() || wanted.contains(asked);
      boolean isAsked = facts.onlyVolumes().isEmpty() || facts.onlyVolumes().contains(name);
      if (isWanted && isAsked) {
        Use use = uses.computeIfAbsent(name, any -> new Use(new ArrayList<>(), mount.shared()));
        if (!use.services().contains(service)) {
          use.services().add(service);
        }
      }
    }
    wanted.removeAll(matched);
    wanted.forEach(
        name ->
            refuse(
                "NoSuchVolume",
                "%s names %s in drover.backup.volumes, but does not mount it"
                    .formatted(service.name(), name)));
  }

  /** A stack file says {@code data} where the Swarm says {@code shop_data}. */
  private static String inStack(Service service, String name) {
    String prefix = service.stack() + "_";
    return !service.stack().isEmpty() && name.startsWith(prefix)
        ? name.substring(prefix.length())
        : name;
  }

  private void notCovered(Service service, Mount mount) {
    String what =
        switch (mount.type()) {
          case "volume" -> "an anonymous volume";
          case "bind" -> "directory " + mount.source() + " of the node";
          default -> mount.type() + (mount.source().isEmpty() ? "" : " " + mount.source());
        };
    note("NotCovered", "%s: %s at %s".formatted(service.name(), what, mount.target()));
  }

  private void place(String name, Use use) {
    List<Node> having = facts.nodes().stream().filter(node -> has(node, name)).toList();
    Set<String> running =
        use.services().stream()
            .flatMap(service -> service.tasks().stream())
            .map(Running::nodeId)
            .collect(Collectors.toSet());
    if (use.shared()) {
      placeShared(name, use, having, running);
    } else if (running.isEmpty()) {
      placeIdle(name, use, having);
    } else {
      placeRunning(name, use, running);
    }
    noteOthers(name, use);
  }

  private void placeRunning(String name, Use use, Set<String> running) {
    List<Node> read = new ArrayList<>();
    for (Node node : facts.nodes()) {
      if (running.contains(node.id())) {
        switch (node.agent()) {
          case Agent.Silent(String why) ->
              refuse(
                  "AgentMissing",
                  "volume %s is on node %s, whose agent does not answer: %s"
                      .formatted(name, node.hostname(), why));
          case Agent.Answers(var there) when there.containsKey(name) -> read.add(node);
          case Agent.Answers none ->
              refuse(
                  "VolumeNotFound",
                  "a task of %s runs on node %s, which has no volume %s"
                      .formatted(names(use), node.hostname(), name));
        }
      }
    }
    long elsewhere =
        facts.nodes().stream()
            .filter(node -> !running.contains(node.id()) && has(node, name))
            .count();
    if (elsewhere > 0) {
      note(
          "OlderCopies",
          "%d more node%s a volume %s that no task uses: left out"
              .formatted(elsewhere, elsewhere == 1 ? " has" : "s have", name));
    }
    add(name, use, read);
  }

  private void placeIdle(String name, Use use, List<Node> having) {
    List<String> silent = silent();
    if (!silent.isEmpty()) {
      refuse(
          "AgentMissing",
          "no task of %s runs, and volume %s may be on %s, whose agent does not answer"
              .formatted(names(use), name, String.join(", ", silent)));
    } else if (having.isEmpty()) {
      note("NoVolumeYet", "volume %s is on no node: nothing to save".formatted(name));
    }
    if (having.size() > 1) {
      note(
          "SeveralCopies",
          "no task of %s runs, and %d nodes have a volume %s: each is saved"
              .formatted(names(use), having.size(), name));
    }
    add(name, use, having);
  }

  private void placeShared(String name, Use use, List<Node> having, Set<String> running) {
    List<Node> first =
        having.stream().filter(node -> running.contains(node.id())).limit(1).toList();
    List<Node> read = first.isEmpty() ? having.stream().limit(1).toList() : first;
    if (read.isEmpty() && !silent().isEmpty()) {
      refuse(
          "AgentMissing",
          "volume %s is on no node whose agent answers; %s"
              .formatted(name, String.join(", ", silent()) + " did not"));
    } else if (read.isEmpty()) {
      note("NoVolumeYet", "volume %s is on no node: nothing to save".formatted(name));
    }
    add(name, use, read);
  }

  private void add(String name, Use use, List<Node> nodes) {
    for (Node node : nodes) {
      volumes.add(
          new Volume(
              name,
              node.id(),
              node.hostname(),
              nodes.size() > 1 ? name + "." + node.hostname() : name,
              use.services().stream().map(Service::name).toList(),
              node.agent() instanceof Agent.Answers(var sizes) ? sizes.getOrDefault(name, -1L) : -1,
              rate(use)));
    }
  }

  /** The strictest of those that are asked for. */
  private static long rate(Use use) {
    return use.services().stream()
        .mapToLong(service -> RunPlanner.given(service).rate())
        .filter(rate -> rate > 0)
        .min()
        .orElse(0);
  }

  /** A stopped service's volume is still if nobody else writes into it. */
  private void noteOthers(String name, Use use) {
    boolean stopped = use.services().stream().anyMatch(one -> RunPlanner.given(one).stop());
    Map<String, String> writers = new LinkedHashMap<>();
    use.services().stream()
        .filter(one -> !RunPlanner.given(one).stop())
        .forEach(one -> writers.put(one.name(), ""));
    facts.others().entrySet().stream()
        .filter(other -> other.getValue().contains(name))
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(other -> writers.put(other, ""));
    if (stopped && !writers.isEmpty()) {
      note(
          "SharedVolume",
          "volume %s is also mounted by %s, which is not stopped"
              .formatted(name, String.join(", ", writers.keySet())));
    }
  }

  private List<String> silent() {
    return facts.nodes().stream()
        .filter(node -> node.agent() instanceof Agent.Silent)
        .map(Node::hostname)
        .sorted()
        .toList();
  }

  private static boolean has(Node node, String volume) {
    return node.agent() instanceof Agent.Answers(var volumes) && volumes.containsKey(volume);
  }

  private static String names(Use use) {
    return use.services().stream().map(Service::name).collect(Collectors.joining(", "));
  }

  private void refuse(String code, String text) {
    refusals.add(Reason.of(code, text));
  }

  private void note(String code, String text) {
    notes.add(Reason.of(code, text));
  }
}
