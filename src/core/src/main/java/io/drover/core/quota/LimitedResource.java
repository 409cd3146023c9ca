package io.drover.core.quota;

import io.drover.core.model.Resources;
import io.drover.core.policy.QuotaResource;
import io.drover.core.policy.ResourceKind;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** What a LimitRange may say something of. */
enum LimitedResource {
  CPU,
  MEMORY,
  PIDS;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isReserved() {
    return this != PIDS;
  }

  Optional<ResourceKind> kind() {
    return switch (this) {
      case CPU -> Optional.of(ResourceKind.CPU);
      case MEMORY -> Optional.of(ResourceKind.MEMORY);
      case PIDS -> Optional.empty();
    };
  }

  /** The amount in cores, bytes or pids. */
  Optional<BigDecimal> of(Resources resources) {
    return switch (this) {
      case CPU -> resources.cpu().map(cpu -> BigDecimal.valueOf(cpu.nanos(), 9));
      case MEMORY -> resources.memory().map(memory -> BigDecimal.valueOf(memory.value()));
      case PIDS -> resources.pids().map(BigDecimal::valueOf);
    };
  }

  /** Takes it over from one to another, where there is any. */
  Resources copy(Resources from, Resources to) {
    return switch (this) {
      case CPU -> from.cpu().map(to::withCpu).orElse(to);
      case MEMORY -> from.memory().map(to::withMemory).orElse(to);
      case PIDS -> from.pids().map(to::withPids).orElse(to);
    };
  }

  String shown(BigDecimal amount) {
    return switch (this) {
      case CPU -> QuotaResource.LIMITS_CPU.amount(amount).toString();
      case MEMORY -> QuotaResource.LIMITS_MEMORY.amount(amount).toString();
      case PIDS -> amount.toPlainString();
    };
  }
}
