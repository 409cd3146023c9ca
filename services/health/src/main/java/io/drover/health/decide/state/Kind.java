package io.drover.health.decide.state;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * What can be wrong. Each kind has a code for machines, the time that it must last before it counts
 * as an incident, and the time that it must be gone before that incident is closed.
 */
public enum Kind {
  /** A node does not report to the managers. */
  NODE_DOWN("NodeDown", 0, 10),
  /** Managers are missing: says how many more may fail. */
  QUORUM_AT_RISK("QuorumAtRisk", 0, 10),
  /** So many managers are missing that nothing can be changed any more. */
  QUORUM_LOST("QuorumLost", 5, 10),
  /** The manager that is asked does not answer. */
  MANAGER_SILENT("ManagerSilent", 15, 10),
  /** A node's disk is nearly full. */
  DISK_PRESSURE("DiskPressure", 0, 60),
  /** A node has hardly any memory left. */
  MEMORY_PRESSURE("MemoryPressure", 30, 60),
  /** A node can hardly start processes any more. */
  PID_PRESSURE("PidPressure", 15, 60),
  /** A node's clock differs from ours. */
  CLOCK_SKEW("ClockSkew", 30, 60),
  /** A ready node's agent does not answer. */
  AGENT_MISSING("AgentMissing", 20, 10),
  /** The Swarm's own certificates end soon. */
  CERTIFICATE_EXPIRY("CertificateExpiry", 0, 60),
  /** Tasks wait, and no node satisfies what they ask for. */
  NO_SUITABLE_NODE("NoSuitableNode", 0, 5),
  /** Tasks wait though a node would take them. */
  STUCK_PENDING("StuckPending", 30, 5),
  /** Tasks wait for addresses of their networks. */
  NO_ADDRESS("NoAddress", 15, 5),
  /** Nodes have other addresses for a service's tasks than they have. */
  NAMES_DISAGREE("NamesDisagree", 30, 15),
  /** Tasks are pulling, or starting, for long. */
  SLOW_START("SlowStart", 0, 5),
  /** Tasks end again and again. */
  CRASH_LOOP("CrashLoop", 0, 10),
  /** The kernel killed tasks for want of memory. */
  OUT_OF_MEMORY("OutOfMemory", 0, 10),
  /** The image can't be had. */
  IMAGE_MISSING("ImageMissing", 0, 5),
  /** Nodes refuse to run tasks, for another reason. */
  TASK_REJECTED("TaskRejected", 0, 10),
  /** Tasks fail their health check. */
  UNHEALTHY("Unhealthy", 0, 10),
  /** Tasks failed, and Swarm does not start them again. */
  NOT_RESTARTED("NotRestarted", 5, 5),
  /** An update stopped half way, and waits for somebody. */
  ROLLOUT_PAUSED("RolloutPaused", 0, 5),
  /** An update failed, and its service went back to what it was before. */
  ROLLED_BACK("RolledBack", 0, 0);

  private final String code;
  private final Duration opensAfter;
  private final Duration closesAfter;

  Kind(String code, int opensAfterSeconds, int closesAfterSeconds) {
    this.code = code;
    this.opensAfter = Duration.ofSeconds(opensAfterSeconds);
    this.closesAfter = Duration.ofSeconds(closesAfterSeconds);
  }

  /** CamelCase code, as reasons have. */
  public String code() {
    return code;
  }

  /** How long it must have lasted before it counts; shorter is not worth anybody's attention. */
  public Duration opensAfter() {
    return opensAfter;
  }

  /** How long it must be gone before it counts as over. */
  public Duration closesAfter() {
    return closesAfter;
  }

  /** The kind with this code. */
  public static Optional<Kind> of(String code) {
    return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
  }
}
