package io.drover.backup.keep;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How backups are looked after. */
@ConfigMapping(prefix = "drover.backup.keep")
public interface KeepConfig {

  /** Runs that may be under way at a time. Defaults to 2. */
  @WithDefault("2")
  int runs();

  /** Whether each new backup is read again at once. Defaults to true. */
  @WithDefault("true")
  boolean verify();

  /** Age of a check after which a backup is read again; 0 for never. Defaults to 30 days. */
  @WithDefault("720h")
  Duration verifyEvery();

  /** When a sample is restored for a test: minute hour day month weekday [zone]. Default: never. */
  Optional<String> testSchedule();

  /** How many services' newest backups make a sample. Defaults to 1. */
  @WithDefault("1")
  int testSample();

  /** From a schedule's moment until its backup should be there. Defaults to 1 hour. */
  @WithDefault("1h")
  Duration grace();

  /** From a backup until it should have been read again. Defaults to 12 hours. */
  @WithDefault("12h")
  Duration verifyWithin();

  /** A backup this many times as large as usual, or as small, is abnormal. Defaults to 3. */
  @WithDefault("3")
  int abnormal();

  /** Time between two comparisons of the catalog with the store. Defaults to 10 minutes. */
  @WithDefault("10m")
  Duration refresh();
}
