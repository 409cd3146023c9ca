package io.drover.backup.decide.keep;

import io.drover.core.policy.Retention;
import java.time.ZoneId;
import java.util.Objects;

/**
 * How long a service wants its backups kept.
 *
 * @param rules which are kept
 * @param zone whose days, weeks and months count: that of its schedule
 */
public record Keeping(Retention rules, ZoneId zone) {
  public Keeping {
    Objects.requireNonNull(rules, "rules");
    Objects.requireNonNull(zone, "zone");
  }
}
