package io.drover.health.decide.alert;

import io.drover.core.model.Reading;
import io.drover.health.decide.state.Finding;
import io.drover.health.decide.state.Kind;
import io.drover.health.decide.state.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the built-in rules alert of now. */
public final class Conditions {
  private static final double HIGH_CPU = 0.8;
  private static final double HIGH_MEMORY = 0.9;
  private static final int PERCENT = 100;

  private Conditions() {}

  /**
   * What holds.
   *
   * @param silenced ids of services that want no alerts
   */
  public static List<Condition> of(
      Collection<Finding> findings,
      Collection<TaskLoad> loads,
      Collection<Autoscaled> scaled,
      Collection<QuotaUse> quotas,
      Collection<BackupState> backups,
      Set<String> silenced) {
    List<Condition> conditions = new ArrayList<>();
    findings.stream()
        .filter(finding -> !silenced.contains(finding.subject().id()))
        .forEach(
            finding ->
                AlertRule.of(finding.kind())
                    .forEach(rule -> conditions.add(condition(rule, finding))));
    loads.stream()
        .filter(load -> !silenced.contains(load.serviceId()))
        .forEach(load -> addUse(load, conditions));
    scaled.stream()
        .filter(Autoscaled::isAtMaximum)
        .filter(service -> !silenced.contains(service.serviceId()))
        .forEach(service -> conditions.add(atMaximum(service)));
    quotas.stream().filter(QuotaUse::full).forEach(quota -> conditions.add(full(quota)));
    backups.stream().filter(BackupState::overdue).forEach(one -> conditions.add(overdue(one)));
    return conditions;
  }

  private static Condition condition(AlertRule rule, Finding finding) {
    Subject subject = finding.subject();
    return new Condition(
        rule,
        labels(finding.kind(), subject),
        "%s: %s".formatted(rule.alertName(), subject.name()),
        finding.text());
  }

  /** What tells a finding's alert from others of its rule. */
  static Map<String, String> labels(Kind kind, Subject subject) {
    return subject.type() == Subject.Type.SWARM
        ? Map.of("kind", kind.code())
        : Map.of("kind", kind.code(), subject.type().word(), subject.name());
  }

  private static void addUse(TaskLoad load, List<Condition> conditions) {
    Map<String, String> labels =
        Map.of("name", load.name(), "service", load.service(), "node", load.node());
    if (load.cpu() instanceof Reading.Known<Double>(Double share, Instant at) && share > HIGH_CPU) {
      conditions.add(
          new Condition(
              AlertRule.HIGH_CPU,
              labels,
              "High CPU usage on " + load.name(),
              "%s uses %d%% of the CPU that it may use"
                  .formatted(load.name(), Math.round(share * PERCENT))));
    }
    if (load.memory() instanceof Reading.Known<Double>(Double share, Instant at)
        && share > HIGH_MEMORY) {
      conditions.add(
          new Condition(
              AlertRule.HIGH_MEMORY,
              labels,
              "High memory usage on " + load.name(),
              "%s holds %d%% of its memory limit"
                  .formatted(load.name(), Math.round(share * PERCENT))));
    }
  }

  private static Condition atMaximum(Autoscaled service) {
    return new Condition(
        AlertRule.AT_MAXIMUM,
        Map.of("service", service.service()),
        "Auto-scaling has reached maximum replicas",
        "%s has reached maximum replicas (%d)".formatted(service.service(), service.max()));
  }

  private static Condition overdue(BackupState backup) {
    String why = backup.reason().isEmpty() ? "" : ": " + backup.reason();
    return new Condition(
        AlertRule.BACKUP_OVERDUE,
        Map.of("service", backup.service()),
        "BackupOverdue: " + backup.service(),
        "the backup of %s is overdue%s".formatted(backup.service(), why));
  }

  private static Condition full(QuotaUse quota) {
    return new Condition(
        AlertRule.QUOTA_FULL,
        Map.of("quota", quota.quota(), "stack", quota.stack(), "resource", quota.resource()),
        "Quota %s is used up".formatted(quota.quota()),
        "%s of stack %s: %s of %s are in use"
            .formatted(quota.resource(), quota.stack(), quota.used(), quota.hard()));
  }
}
