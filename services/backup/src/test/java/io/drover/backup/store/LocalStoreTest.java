package io.drover.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Manifests;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest extends BackupStoreContract {
  @TempDir Path folder;

  @Override
  protected BackupStore store() {
    return new LocalStore(folder.resolve("backups"));
  }

  @Override
  protected void damage(BackupId id, String object, int at) throws IOException {
    Path file = file(id, object);
    byte[] content = Files.readAllBytes(file);
    content[at] ^= 1;
    Files.write(file, content);
  }

  @Override
  protected void remove(BackupId id, String object) throws IOException {
    Files.delete(file(id, object));
  }

  private Path file(BackupId id, String object) {
    return folder.resolve("backups").resolve(id.toString()).resolve(object);
  }

  @Test
  void whatElseLiesInTheFolderIsLeftAlone() throws IOException {
    commit(store(), FIRST);
    Path notes = folder.resolve("backups/notes.txt");
    Path copy = folder.resolve("backups/shop/copy-of-something");
    Path hidden = folder.resolve("backups/.snapshots/shop");
    Files.writeString(notes, "mine");
    Files.createDirectories(copy);
    Files.createDirectories(hidden);

    assertThat(store().list()).containsExactly(FIRST);
    assertThat(store().clearLeftovers()).isZero();
    assertThat(notes).exists();
    assertThat(copy).exists();
    assertThat(hidden).exists();
  }

  /** Not by a folder: nothing is refused to root, which the tests may run as. */
  @Test
  void aFolderThatRefusesToBeWrittenToIsNamed() {
    AccessDeniedException denied = new AccessDeniedException("/backups/shop");
    assertThat(new LocalStore(Path.of("/backups")).refused(denied))
        .hasMessageStartingWith("the folder /backups may not be written to")
        .hasCause(denied);
  }

  @Test
  void anotherSwarmsStoreIsOnlyRead() throws Exception {
    commit(store(), FIRST);
    BackupStore other = new ReadOnlyStore(store());
    assertThat(other.place()).isEqualTo(store().place() + ", read-only");
    assertThat(other.list()).containsExactly(FIRST);
    assertThat(other.manifest(FIRST)).isEqualTo(store().manifest(FIRST));
    assertThatThrownBy(() -> other.begin(FIRST)).hasMessageContaining("another Swarm's store");
    assertThatThrownBy(() -> other.delete(FIRST)).hasMessageContaining("another Swarm's store");
    try (Draft unfinished = store().begin(SECOND)) {
      assertThat(other.clearLeftovers()).isZero();
      write(unfinished, "stack.json.zst", new byte[1]);
      unfinished.commit(Manifests.of(SECOND, unfinished.objects()));
    }
    assertThat(other.list()).contains(FIRST, SECOND);
  }

  @Test
  void whatSomebodyElseClearedAwayIsNoBackup() throws IOException {
    try (Draft draft = store().begin(FIRST)) {
      try (ObjectSink sink = draft.create("stack.json.zst")) {
        sink.stream().write(1);
        sink.finish();
      }
      Files.delete(folder.resolve("backups/shop/.draft-" + FIRST.name() + "/stack.json.zst"));
      assertThatThrownBy(() -> draft.commit(Manifests.of(FIRST, draft.objects())))
          .hasMessageContaining("is given up");
    }
    assertThat(store().list()).isEmpty();
  }

  @Test
  void aDeletionThatWasCutOffIsFinished() throws IOException {
    commit(store(), FIRST);
    Files.move(
        folder.resolve("backups/shop/" + FIRST.name()),
        folder.resolve("backups/shop/.deleted-" + FIRST.name()));

    assertThat(store().list()).isEmpty();
    assertThat(store().clearLeftovers()).isEqualTo(1);
    assertThat(folder.resolve("backups/shop")).isEmptyDirectory();
  }
}
