package io.drover.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Manifests;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder whose file system has room for 4 MiB. */
class FullDiskTest {
  private static final BackupId FIRST = Manifests.id("shop", "2026-11-25T03:30:00Z", 1);
  private static final BackupId SECOND = Manifests.id("shop", "2026-11-26T03:30:00Z", 2);
  @TempDir Path disk;

  @BeforeEach
  void mount() throws Exception {
    run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString());
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  @Test
  void aFullDiskLeavesTheBackupsThatThereAreAndNoHalfOne() throws Exception {
    LocalStore store = new LocalStore(disk);
    BackupStoreContract.commit(store, FIRST);
    for (int i = 0; i < 3; i++) {
      Draft draft = store.begin(SECOND);
      BackupStoreContract.write(draft, "stack.json.zst", BackupStoreContract.bytes(100_000, 1));
      assertThatThrownBy(
              () ->
                  BackupStoreContract.write(
                      draft, "volumes/data.tar.zst", BackupStoreContract.bytes(5_000_000, 2)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left on device");
      draft.close();
      assertThat(store.list()).containsExactly(FIRST);
      assertThat(store.clearLeftovers()).as("it was all removed, so that room is free").isZero();
    }
    BackupStoreContract.commit(store, SECOND);
    assertThat(new LocalStore(disk).list()).containsExactly(FIRST, SECOND);
    assertThat(BackupStoreContract.read(store, FIRST, "stack.json.zst"))
        .isEqualTo(BackupStoreContract.bytes(100_000, 7));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
