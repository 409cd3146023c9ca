package io.drover.backup.keep;

import io.drover.backup.manifest.BackupId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Restores a volume of a backup for a test, where nothing uses it. */
@FunctionalInterface
public interface TestRestore {

  /**
   * Restores it into a scratch volume, runs the command there, and removes the volume again.
   *
   * @param id the backup
   * @param volume of it
   * @param service whose image the command runs in, with the scratch volume where it mounts its own
   * @param check the command; empty text for none: the restore is the test
   * @param limit how long the command may take, its task's start included
   * @return what was not as it should be; nothing when it passed
   * @throws IOException when it couldn't be tried
   */
  List<String> restore(BackupId id, String volume, String service, String check, Duration limit)
      throws IOException, InterruptedException;
}
