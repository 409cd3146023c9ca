package io.drover.backup.decide.keep;

import io.drover.backup.manifest.BackupId;
import io.drover.core.decision.Reason;
import java.util.List;

/**
 * What becomes of a backup.
 *
 * @param id which
 * @param keep whether it stays
 * @param reasons why; at least one
 */
public record Verdict(BackupId id, boolean keep, List<Reason> reasons) {
  public Verdict {
    reasons = List.copyOf(reasons);
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("a verdict needs a reason: " + id);
    }
  }
}
