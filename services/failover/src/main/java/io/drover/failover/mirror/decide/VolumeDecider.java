package io.drover.failover.mirror.decide;

import io.drover.core.model.Durations;
import io.drover.core.model.Reading;
import io.drover.failover.mirror.BackupCopy;
import io.drover.failover.mirror.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Decides whether the data of the primary's volumes would be there at the stand-by. */
public final class VolumeDecider {
  private VolumeDecider() {}

  /**
   * What is missing; a volume that is declared to be replicated is somebody else's care.
   *
   * @param volumes that have to be brought over, each with a service that has it
   * @param backups what the backup service tells
   * @param maxAge age from which on a backup is too old
   */
  public static List<Finding> decide(
      SortedMap<String, String> volumes,
      Reading<List<BackupCopy>> backups,
      Duration maxAge,
      Instant now) {
    if (volumes.isEmpty()) {
      return List.of();
    }
    return switch (backups) {
      case Reading.Unknown<List<BackupCopy>>(String why) ->
          List.of(
              new Finding(
                  Finding.Code.UNREADABLE,
                  "backups",
                  "whether %s can be filled at the stand-by is not known: %s"
                      .formatted(String.join(", ", volumes.keySet()), why)));
      case Reading.Known<List<BackupCopy>>(List<BackupCopy> copies, Instant at) -> {
        List<Finding> findings = new ArrayList<>();
        volumes.forEach(
            (volume, service) ->
                missing(volume, service, copies, maxAge, now).ifPresent(findings::add));
        yield findings;
      }
    };
  }

  private static Optional<Finding> missing(
      String volume, String service, List<BackupCopy> copies, Duration maxAge, Instant now) {
    Optional<Instant> newest =
        copies.stream()
            .filter(copy -> copy.isGood() && copy.volumes().contains(volume))
            .map(BackupCopy::pointInTime)
            .max(Instant::compareTo);
    if (newest.isEmpty()) {
      return Optional.of(
          new Finding(
              Finding.Code.NO_BACKUP,
              volume,
              "volume %s of %s: no backup of it was read again and found good; back it up, or declare it as replicated"
                  .formatted(volume, service)));
    }
    Duration age = Duration.between(newest.get(), now);
    return age.compareTo(maxAge) <= 0
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Finding.Code.BACKUP_TOO_OLD,
                volume,
                "volume %s of %s: its newest good backup is of %s, older than %s"
                    .formatted(volume, service, newest.get(), Durations.format(maxAge))));
  }
}
