package io.drover.core.policy;

import java.util.List;
import java.util.Optional;

/** {@code drover.backup} labels to a {@link BackupPolicy}. */
final class BackupLabels {
  private static final String PREFIX = "drover.backup.";

  private BackupLabels() {}

  static Optional<BackupPolicy> read(LabelReader labels) {
    Optional<String> first = labels.firstUnder(PREFIX);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Required.check(labels, Vocabulary.BACKUP_SCHEDULE, first.get());
    Optional<ZonedCron> schedule = labels.value(Vocabulary.BACKUP_SCHEDULE);
    List<String> volumes = labels.value(Vocabulary.BACKUP_VOLUMES).orElse(List.of());
    boolean stop = labels.value(Vocabulary.BACKUP_STOP).orElse(false);
    String before = labels.value(Vocabulary.BACKUP_BEFORE).orElse("");
    Retention keep = labels.value(Vocabulary.BACKUP_KEEP).orElse(Retention.EVERYTHING);
    return schedule.map(when -> new BackupPolicy(when, volumes, stop, before, keep));
  }
}
