package io.drover.health.decide.state;

import io.drover.core.model.Durations;
import io.drover.core.model.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks at nodes one by one, and at the managers together. */
final class NodeAssessor {
  private static final List<Kind> TOLD_BY_AGENTS =
      List.of(Kind.DISK_PRESSURE, Kind.MEMORY_PRESSURE, Kind.PID_PRESSURE, Kind.CLOCK_SKEW);

  private final Facts facts;
  private final Limits limits;

  NodeAssessor(Facts facts, Limits limits) {
    this.facts = facts;
    this.limits = limits;
  }

  NodeHealth assess(NodeFacts node) {
    List<Finding> findings = new ArrayList<>();
    Subject subject = Subject.of(node);
    AgentFacts agent = facts.agents().get(node.view().id());
    if (!node.view().isReady()) {
      String message = node.message().isEmpty() ? "" : ": " + node.message();
      findings.add(
          new Finding(
              Kind.NODE_DOWN,
              subject,
              Level.CRITICAL,
              "%s is %s%s".formatted(subject.name(), node.view().state(), message),
              Map.of("state", node.view().state())));
    } else if (node.hasAgent()
        && facts.agentsAsked()
        && agent == null
        && !facts.agents().isEmpty()) {
      findings.add(
          new Finding(
              Kind.AGENT_MISSING,
              subject,
              Level.WARNING,
              "the agent of %s does not answer; what its tasks use is not known"
                  .formatted(subject.name()),
              Map.of()));
    }
    if (agent != null) {
      pressures(subject, agent, findings);
      skew(subject, agent, findings);
    }
    return new NodeHealth(node, agent != null, findings);
  }

  private void pressures(Subject subject, AgentFacts agent, List<Finding> findings) {
    agent.disks().stream()
        .filter(disk -> disk.fill().percent() >= limits.diskPercent())
        .max((a, b) -> Integer.compare(a.fill().percent(), b.fill().percent()))
        .ifPresent(disk -> findings.add(disk(subject, disk)));
    if (agent.memory() instanceof Reading.Known<AgentFacts.Fill>(AgentFacts.Fill fill, Instant at)
        && fill.percent() >= limits.memoryPercent()) {
      findings.add(full(Kind.MEMORY_PRESSURE, subject, "memory", fill));
    }
    if (agent.processes()
            instanceof Reading.Known<AgentFacts.Fill>(AgentFacts.Fill fill, Instant at)
        && fill.percent() >= limits.processPercent()) {
      findings.add(full(Kind.PID_PRESSURE, subject, "processes and threads", fill));
    }
  }

  private Finding disk(Subject subject, AgentFacts.Disk disk) {
    int percent = disk.fill().percent();
    return new Finding(
        Kind.DISK_PRESSURE,
        subject,
        percent >= limits.diskCriticalPercent() ? Level.CRITICAL : Level.WARNING,
        "%d%% of the disk that holds %s of %s is in use"
            .formatted(percent, disk.name(), subject.name()),
        numbers(disk.fill()));
  }

  private static Finding full(Kind kind, Subject subject, String what, AgentFacts.Fill fill) {
    return new Finding(
        kind,
        subject,
        Level.CRITICAL,
        "%d%% of the %s of %s are in use".formatted(fill.percent(), what, subject.name()),
        numbers(fill));
  }

  private static Map<String, String> numbers(AgentFacts.Fill fill) {
    return Map.of(
        "percent",
        Integer.toString(fill.percent()),
        "used",
        Long.toString(fill.used()),
        "total",
        Long.toString(fill.total()));
  }

  private void skew(Subject subject, AgentFacts agent, List<Finding> findings) {
    Duration off = agent.ahead().abs();
    if (off.compareTo(limits.clockSkew()) >= 0) {
      String by = Durations.format(Duration.ofSeconds(off.toSeconds()));
      findings.add(
          new Finding(
              Kind.CLOCK_SKEW,
              subject,
              Level.WARNING,
              "the clock of %s is %s %s ours"
                  .formatted(
                      subject.name(), by, agent.ahead().isNegative() ? "behind" : "ahead of"),
              Map.of("seconds", Long.toString(agent.ahead().toSeconds()))));
    }
  }

  /** What is not known of a node whose agent is silent. */
  static List<Finding.Key> untold(NodeHealth node) {
    return node.agent()
        ? List.of()
        : TOLD_BY_AGENTS.stream()
            .map(kind -> new Finding.Key(kind, Subject.Type.NODE, node.facts().view().id()))
            .toList();
  }

  Assessment.Managers managers() {
    List<NodeFacts> managers = facts.nodes().stream().filter(NodeFacts::isManager).toList();
    int reachable = (int) managers.stream().filter(NodeFacts::isReachableManager).count();
    return new Assessment.Managers(managers.size(), reachable);
  }

  /** What is wrong with the Swarm as a whole. */
  List<Finding> swarm() {
    List<Finding> findings = new ArrayList<>();
    Assessment.Managers managers = managers();
    if (managers.reachable() < managers.total()) {
      findings.add(quorum(managers));
    }
    if (facts.agentsAsked() && facts.agents().isEmpty() && !facts.nodes().isEmpty()) {
      findings.add(
          new Finding(
              Kind.AGENT_MISSING,
              Subject.SWARM,
              Level.WARNING,
              "no agent answers; what nodes and tasks use is not known",
              Map.of()));
    }
    if (facts.certificateEnd() instanceof Reading.Known<Instant>(Instant end, Instant at)
        && end.isBefore(facts.now().plus(limits.certificateEnd()))) {
      findings.add(certificate(end));
    }
    return findings;
  }

  private Finding quorum(Assessment.Managers managers) {
    String missing =
        facts.nodes().stream()
            .filter(node -> node.isManager() && !node.isReachableManager())
            .map(node -> node.view().hostname())
            .sorted()
            .collect(Collectors.joining(", "));
    int mayFail = managers.mayFail();
    String rest =
        mayFail > 0
            ? "%d more may fail".formatted(mayFail)
            : "none more may fail: with the next one the Swarm can't be changed any more";
    return new Finding(
        Kind.QUORUM_AT_RISK,
        Subject.SWARM,
        mayFail > 0 ? Level.WARNING : Level.CRITICAL,
        "%d of %d managers can't be reached (%s); %s"
            .formatted(managers.total() - managers.reachable(), managers.total(), missing, rest),
        Map.of(
            "managers",
            Integer.toString(managers.total()),
            "reachable",
            Integer.toString(managers.reachable()),
            "mayFail",
            Integer.toString(mayFail)));
  }

  private Finding certificate(Instant end) {
    boolean over = !end.isAfter(facts.now());
    return new Finding(
        Kind.CERTIFICATE_EXPIRY,
        Subject.SWARM,
        over || end.isBefore(facts.now().plus(Duration.ofDays(7))) ? Level.CRITICAL : Level.WARNING,
        "the Swarm's certificate authority %s at %s: rotate it (docker swarm ca --rotate)"
            .formatted(over ? "ended" : "ends", end),
        Map.of("end", end.toString()));
  }
}
