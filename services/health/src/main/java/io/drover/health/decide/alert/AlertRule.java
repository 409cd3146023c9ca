package io.drover.health.decide.alert;

import io.drover.health.decide.state.Kind;
import io.drover.health.decide.state.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The built-in rules. Names, times and severities are those of {@code swarm/prometheus/*.yml}, so
 * that it makes no difference who evaluates them; a test compares the two.
 */
public enum AlertRule {
  /** A task uses more than 80% of the CPU that it may use. */
  HIGH_CPU("HighCPUUsage", 300, Level.WARNING),
  /** A task holds more than 90% of its memory limit. */
  HIGH_MEMORY("HighMemoryUsage", 120, Level.CRITICAL),
  /** A service has as many tasks as it may have. */
  AT_MAXIMUM("AutoScalingMaxReached", 60, Level.WARNING),
  /** Tasks wait for a node, or for addresses. */
  PENDING(
      "TasksPendingTooLong",
      120,
      Level.WARNING,
      Kind.NO_SUITABLE_NODE,
      Kind.STUCK_PENDING,
      Kind.NO_ADDRESS),
  /** Tasks end again and again. */
  CRASH_LOOP("CrashLoop", 0, Level.CRITICAL, Kind.CRASH_LOOP, Kind.UNHEALTHY),
  /** Tasks can't be started at all. */
  CANNOT_START(
      "TasksCannotStart",
      30,
      Level.CRITICAL,
      Kind.IMAGE_MISSING,
      Kind.TASK_REJECTED,
      Kind.NOT_RESTARTED),
  /** An update stopped half way. */
  ROLLOUT_PAUSED("RolloutPaused", 0, Level.WARNING, Kind.ROLLOUT_PAUSED),
  /** A node does not report. */
  NODE_DOWN("NodeDown", 30, Level.CRITICAL, Kind.NODE_DOWN),
  /** Managers are missing. */
  QUORUM_AT_RISK("QuorumAtRisk", 0, Level.CRITICAL, Kind.QUORUM_AT_RISK, Kind.QUORUM_LOST),
  /** An agent does not answer. */
  AGENT_MISSING("AgentMissing", 60, Level.WARNING, Kind.AGENT_MISSING),
  /** A node has no disk, memory or processes left. */
  NODE_PRESSURE(
      "NodePressure",
      60,
      Level.WARNING,
      Kind.DISK_PRESSURE,
      Kind.MEMORY_PRESSURE,
      Kind.PID_PRESSURE),
  /** The Swarm's certificates end. */
  CERTIFICATE_EXPIRY("CertificateExpiry", 0, Level.WARNING, Kind.CERTIFICATE_EXPIRY),
  /** Nodes have other addresses for a service than its tasks have. */
  NAMES_DISAGREE("NamesDisagree", 60, Level.WARNING, Kind.NAMES_DISAGREE),
  /** A stack has used a quota up. */
  QUOTA_FULL("QuotaFull", 60, Level.WARNING),
  /** A backup should have been made and was not. */
  BACKUP_OVERDUE("BackupOverdue", 60, Level.CRITICAL);

  private final String alertName;
  private final Duration holds;
  private final Level severity;
  private final List<Kind> kinds;

  AlertRule(String alertName, int holdsSeconds, Level severity, Kind... kinds) {
    this.alertName = alertName;
    this.holds = Duration.ofSeconds(holdsSeconds);
    this.severity = severity;
    this.kinds = List.of(kinds);
  }

  /** The name of its alerts. */
  public String alertName() {
    return alertName;
  }

  /** How long it must hold before it fires: Prometheus' {@code for}. */
  public Duration holds() {
    return holds;
  }

  /** The label {@code severity} of its alerts. */
  public Level severity() {
    return severity;
  }

  /** Findings of these kinds are what it alerts of; none where it looks at something else. */
  public List<Kind> kinds() {
    return kinds;
  }

  /** The rules that alert of findings of this kind. */
  static List<AlertRule> of(Kind kind) {
    return Arrays.stream(values()).filter(rule -> rule.kinds.contains(kind)).toList();
  }
}
