package io.drover.core.policy;

import io.drover.core.model.Bandwidth;
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
    Retention keep = labels.value(Vocabulary.BACKUP_KEEP).orElse(Retention.EVERYTHING);
    BackupPolicy.Pause pause = pause(labels);
    Bandwidth rate = labels.value(Vocabulary.BACKUP_RATE).orElse(BackupPolicy.UNLIMITED);
    String check = labels.value(Vocabulary.BACKUP_CHECK).orElse("");
    return schedule.map(when -> new BackupPolicy(when, volumes, pause, rate, check, keep));
  }

  private static BackupPolicy.Pause pause(LabelReader labels) {
    BackupPolicy.Pause none = BackupPolicy.Pause.NONE;
    return new BackupPolicy.Pause(
        labels.value(Vocabulary.BACKUP_STOP).orElse(none.stop()),
        labels.value(Vocabulary.BACKUP_ORDER).orElse(none.order()),
        labels.value(Vocabulary.BACKUP_BEFORE).orElse(none.before()),
        labels.value(Vocabulary.BACKUP_AFTER).orElse(none.after()),
        labels.value(Vocabulary.BACKUP_TIMEOUT).orElse(none.timeout()));
  }
}
