package io.drover.core.policy;

import io.drover.core.model.Quantity;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What a quota can bound, by the names that a ResourceQuota has for it. */
public enum QuotaResource {
  /** Reserved cores of all tasks. */
  REQUESTS_CPU("requests.cpu", Unit.CORES, "cpu"),
  /** Reserved bytes of memory of all tasks. */
  REQUESTS_MEMORY("requests.memory", Unit.BYTES, "memory"),
  /** The sum of the tasks' limits of cores. */
  LIMITS_CPU("limits.cpu", Unit.CORES),
  /** The sum of the tasks' limits of memory. */
  LIMITS_MEMORY("limits.memory", Unit.BYTES),
  /** The sum of the tasks' limits of processes and threads; Kubernetes has no such quota. */
  LIMITS_PIDS("limits.pids", Unit.COUNT),
  /** Tasks. */
  TASKS("pods", Unit.COUNT, "count/pods"),
  SERVICES("services", Unit.COUNT, "count/services"),
  /** Volumes that belong to the stack or that its services mount. */
  VOLUMES("persistentvolumeclaims", Unit.COUNT, "count/persistentvolumeclaims"),
  SECRETS("secrets", Unit.COUNT, "count/secrets"),
  CONFIGS("configmaps", Unit.COUNT, "count/configmaps"),
  /** Bytes in volumes, as they are measured. */
  STORAGE("requests.storage", Unit.BYTES);

  /** In what a resource is counted. */
  public enum Unit {
    CORES,
    BYTES,
    COUNT
  }

  private final String key;
  private final Unit unit;
  private final Set<String> aliases;

  QuotaResource(String key, Unit unit, String... aliases) {
    this.key = key;
    this.unit = unit;
    this.aliases = Set.of(aliases);
  }

  /** The name in a manifest. */
  public String key() {
    return key;
  }

  public Unit unit() {
    return unit;
  }

  /** Whether each task takes its part of it. */
  public boolean isPerTask() {
    return compareTo(TASKS) <= 0;
  }

  /** An amount of it, which prints in the way that people write it. */
  public Quantity amount(BigDecimal amount) {
    return new Quantity(
        amount, unit == Unit.BYTES ? Quantity.Notation.BINARY : Quantity.Notation.DECIMAL);
  }

  /** The one of this name or alias. */
  public static Optional<QuotaResource> of(String name) {
    return Arrays.stream(values())
        .filter(one -> one.key.equals(name) || one.aliases.contains(name))
        .findFirst();
  }
}
