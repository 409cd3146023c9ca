package io.drover.core.quota;

import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.core.policy.QuotaResource;
import io.drover.core.policy.StackLimits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What one task of a service takes of a resource. What it does not declare it has of the stack's
 * LimitRanges; a reservation that is still missing is its limit, as Kubernetes counts. What is
 * missing then can't be told: it is not zero, for the task may take any amount.
 */
final class TaskShare {
  private TaskShare() {}

  /** The amount in cores, bytes or pieces; empty where the service does not declare it. */
  static Optional<BigDecimal> of(
      StackService service, QuotaResource resource, List<StackLimits> limits) {
    if (resource == QuotaResource.TASKS) {
      return Optional.of(BigDecimal.ONE);
    }
    Allotment filled = LimitRules.filled(Allotment.of(service.service()), limits);
    Resources requests = filled.reservations();
    Resources most = filled.limits();
    return switch (resource) {
      case REQUESTS_CPU -> requests.cpu().or(most::cpu).map(TaskShare::cores);
      case REQUESTS_MEMORY -> requests.memory().or(most::memory).map(TaskShare::bytes);
      case LIMITS_CPU -> most.cpu().map(TaskShare::cores);
      case LIMITS_MEMORY -> most.memory().map(TaskShare::bytes);
      case LIMITS_PIDS -> most.pids().map(BigDecimal::valueOf);
      case TASKS, SERVICES, VOLUMES, SECRETS, CONFIGS, STORAGE ->
          throw new IllegalArgumentException(resource + " is not shared out to tasks");
    };
  }

  private static BigDecimal cores(Cpu cpu) {
    return BigDecimal.valueOf(cpu.nanos(), 9);
  }

  private static BigDecimal bytes(Bytes bytes) {
    return BigDecimal.valueOf(bytes.value());
  }
}
