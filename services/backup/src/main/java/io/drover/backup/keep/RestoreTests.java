package io.drover.backup.keep;

import io.drover.backup.decide.keep.Held.Check;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.VolumeEntry;
import io.drover.backup.record.BackupRecord;
import io.drover.backup.record.Catalog;
import io.drover.backup.record.Verified;
import io.drover.backup.store.BackupStore;
import io.drover.core.policy.ZonedCron;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Restores a sample of the backups for a test when a schedule says so: of each service its newest
 * good backup, first of those whose last test is longest ago.
 */
final class RestoreTests {
  private static final Logger LOG = Logger.getLogger(RestoreTests.class);

  private final Optional<ZonedCron> schedule;
  private final int sample;
  private final BackupStore store;
  private final Catalog catalog;
  private final TestRestore restore;
  private final Supplier<Instant> clock;
  private final AtomicBoolean running = new AtomicBoolean();
  private Instant last = Instant.MIN;

  /** What is to be restored. */
  record Sample(BackupRecord backup, PolicyReader.Backed service) {}

  RestoreTests(
      Optional<ZonedCron> schedule,
      int sample,
      BackupStore store,
      Catalog catalog,
      TestRestore restore,
      Supplier<Instant> clock) {
    this.schedule = schedule;
    this.sample = sample;
    this.store = store;
    this.catalog = catalog;
    this.restore = restore;
    this.clock = clock;
  }

  /** Begins a test on a thread of its own if one is due. */
  void look(
      Instant now,
      Instant leadsSince,
      List<PolicyReader.Backed> services,
      List<BackupRecord> backups) {
    Instant tested =
        backups.stream()
            .map(backup -> backup.restored().at())
            .filter(leadsSince::isBefore)
            .max(Instant::compareTo)
            .filter(last::isBefore)
            .orElse(last.isBefore(leadsSince) ? leadsSince : last);
    boolean due = schedule.flatMap(cron -> cron.latest(tested, now)).isPresent();
    if (!due || !running.compareAndSet(false, true)) {
      return;
    }
    last = now;
    List<Sample> chosen = choose(services, backups, sample);
    Thread.ofVirtual()
        .name("backup-test-restore")
        .start(
            () -> {
              try {
                chosen.forEach(this::test);
              } finally {
                running.set(false);
              }
            });
  }

  /** Of each service the newest good backup that holds a volume of it, longest untested first. */
  static List<Sample> choose(
      List<PolicyReader.Backed> services, List<BackupRecord> backups, int most) {
    List<Sample> candidates = new ArrayList<>();
    for (PolicyReader.Backed service : services) {
      backups.stream()
          .filter(backup -> backup.verified().check() == Check.GOOD)
          .filter(backup -> backup.holdsVolumeOf(service.name()))
          .max(Comparator.comparing(BackupRecord::finishedAt))
          .ifPresent(backup -> candidates.add(new Sample(backup, service)));
    }
    candidates.sort(
        Comparator.<Sample, Instant>comparing(one -> lastTest(one.service().name(), backups))
            .thenComparing(one -> one.service().name()));
    return candidates.stream().limit(most).toList();
  }

  private static Instant lastTest(String service, List<BackupRecord> backups) {
    return backups.stream()
        .filter(backup -> backup.holdsVolumeOf(service))
        .map(backup -> backup.restored().at())
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  private void test(Sample chosen) {
    BackupRecord backup = chosen.backup();
    try {
      Manifest manifest = store.manifest(backup.id());
      List<String> problems = new ArrayList<>();
      for (VolumeEntry volume : manifest.volumes()) {
        if (volume.services().contains(chosen.service().name())) {
          problems.addAll(
              restore.restore(
                  backup.id(),
                  volume.name(),
                  chosen.service().name(),
                  chosen.service().policy().check(),
                  chosen.service().policy().pause().timeout()));
        }
      }
      Verified result = Verified.of(clock.get(), problems);
      catalog.backup(backup.id()).map(record -> record.restored(result)).ifPresent(catalog::put);
      LOG.infof(
          "the backup %s was restored for a test: %s",
          backup.id(), problems.isEmpty() ? "passed" : String.join("; ", problems));
    } catch (IOException | RuntimeException failed) {
      LOG.warnf(
          "the backup %s could not be restored for a test: %s", backup.id(), failed.getMessage());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
