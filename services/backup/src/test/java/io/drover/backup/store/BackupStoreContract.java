package io.drover.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.Manifests;
import io.drover.backup.manifest.Sha256;
import io.drover.backup.manifest.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store does. */
abstract class BackupStoreContract {
  protected static final BackupId FIRST = Manifests.id("shop", "2026-11-25T03:30:00Z", 1);
  protected static final BackupId SECOND = Manifests.id("shop", "2026-11-26T03:30:00Z", 2);
  private static final BackupId OTHER = Manifests.id("blog.v2_x-1", "2026-11-24T03:30:00Z", 3);

  /** The store under test, empty at first; each call gives another one of the same content. */
  protected abstract BackupStore store() throws Exception;

  /** Changes one bit of a stored object behind the store's back. */
  protected abstract void damage(BackupId id, String object, int at) throws Exception;

  /** Removes a stored object behind the store's back. */
  protected abstract void remove(BackupId id, String object) throws Exception;

  @Test
  void anEmptyStoreHasNothing() throws Exception {
    BackupStore store = store();

    assertThat(store.list()).isEmpty();
    assertThat(store.clearLeftovers()).isZero();
    assertThat(store.place()).isNotBlank();
    assertThatThrownBy(() -> store.manifest(FIRST))
        .isInstanceOf(NoSuchBackupException.class)
        .hasMessageContaining(FIRST.toString());
    assertThatThrownBy(() -> read(store, FIRST, "stack.json.zst"))
        .isInstanceOf(NoSuchBackupException.class);
    store.delete(FIRST);
  }

  @Test
  void whatWasCommittedIsReadByAnother() throws Exception {
    byte[] archive = bytes(20_000_000, 1);
    Manifest manifest;
    try (Draft draft = store().begin(FIRST)) {
      write(draft, "volumes/data.tar.zst", archive);
      write(draft, "volumes/empty.tar.zst", new byte[0]);
      write(draft, "stack.json.zst", bytes(1000, 2));
      manifest = Manifests.of(FIRST, draft.objects());
      draft.commit(manifest);
    }

    BackupStore store = store();
    assertThat(store.list()).containsExactly(FIRST);
    assertThat(store.manifest(FIRST)).isEqualTo(manifest);
    assertThat(read(store, FIRST, "volumes/data.tar.zst")).isEqualTo(archive);
    assertThat(read(store, FIRST, "volumes/empty.tar.zst")).isEmpty();
    for (StoredObject object : manifest.objects()) {
      try (InputStream in = store.open(FIRST, object)) {
        assertThat(Sha256.of(in.readAllBytes())).isEqualTo(object.sha256());
      }
    }
    assertThatThrownBy(() -> read(store, FIRST, "volumes/none.tar.zst"))
        .isInstanceOf(NoSuchBackupException.class)
        .hasMessageContaining("volumes/none.tar.zst");
  }

  @Test
  void aDraftIsSeenByNobody() throws Exception {
    BackupStore store = store();
    try (Draft draft = store.begin(FIRST)) {
      write(draft, "stack.json.zst", bytes(10, 1));
      assertThat(store.list()).isEmpty();
      assertThat(store().list()).isEmpty();
      assertThatThrownBy(() -> store.manifest(FIRST)).isInstanceOf(NoSuchBackupException.class);
      assertThat(store.clearLeftovers()).as("an open draft is no leftover").isZero();
      draft.commit(Manifests.of(FIRST, draft.objects()));
    }
    assertThat(store.list()).containsExactly(FIRST);
  }

  @Test
  void anAbandonedDraftLeavesNothing() throws Exception {
    BackupStore store = store();
    try (Draft draft = store.begin(FIRST)) {
      write(draft, "stack.json.zst", bytes(10, 1));
      draft.create("volumes/half.tar.zst").stream().write(bytes(10_000_000, 2));
    }
    assertThat(store().list()).isEmpty();
    assertThat(store().clearLeftovers()).isZero();
    commit(store, FIRST);
    assertThat(store.list()).containsExactly(FIRST);
  }

  @Test
  void whatACrashLeftIsCleared() throws Exception {
    commit(store(), FIRST);
    Draft cutOff = store().begin(SECOND);
    write(cutOff, "stack.json.zst", bytes(10, 1));
    cutOff.create("volumes/half.tar.zst").stream().write(bytes(6_000_000, 2));

    BackupStore next = store();
    assertThat(next.list()).containsExactly(FIRST);
    assertThat(next.clearLeftovers()).isEqualTo(1);
    assertThat(next.clearLeftovers()).isZero();
    assertThat(next.list()).containsExactly(FIRST);
    assertThatThrownBy(() -> read(next, SECOND, "stack.json.zst"))
        .isInstanceOf(NoSuchBackupException.class);
    assertThatThrownBy(() -> cutOff.commit(Manifests.of(SECOND, cutOff.objects())))
        .as("its leftovers went: it must not become a backup any more")
        .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
    assertThat(next.list()).containsExactly(FIRST);
  }

  @Test
  void anObjectThatIsNotFinishedIsNone() throws Exception {
    BackupStore store = store();
    try (Draft draft = store.begin(FIRST)) {
      try (ObjectSink sink = draft.create("volumes/data.tar.zst")) {
        sink.stream().write(bytes(100, 1));
        sink.stream().close();
        assertThat(sink.bytes()).isEqualTo(100);
      }
      assertThat(draft.objects()).isEmpty();
      StoredObject again = write(draft, "volumes/data.tar.zst", bytes(50, 3));
      assertThat(draft.objects()).containsExactly(again);
      assertThat(again.bytes()).isEqualTo(50);
      draft.commit(Manifests.of(FIRST, draft.objects()));
    }
    assertThat(read(store, FIRST, "volumes/data.tar.zst")).isEqualTo(bytes(50, 3));
  }

  @Test
  void aManifestMustTellTheTruth() throws Exception {
    BackupStore store = store();
    try (Draft draft = store.begin(FIRST)) {
      StoredObject written = write(draft, "stack.json.zst", bytes(10, 1));
      StoredObject invented = Manifests.object("volumes/x.tar.zst", 1);
      for (Manifest wrong :
          List.of(
              Manifests.of(FIRST, List.of()),
              Manifests.of(FIRST, List.of(written, invented)),
              Manifests.of(FIRST, List.of(Manifests.object("stack.json.zst", 10))),
              Manifests.of(SECOND, List.of(written)))) {
        assertThatThrownBy(() -> draft.commit(wrong)).isInstanceOf(IllegalArgumentException.class);
      }
      ObjectSink open = draft.create("volumes/x.tar.zst");
      assertThatThrownBy(() -> draft.commit(Manifests.of(FIRST, List.of(written))))
          .hasMessageContaining("still being written");
      open.close();
      assertThatThrownBy(() -> draft.create("stack.json.zst")).hasMessageContaining("already");
      assertThatThrownBy(() -> draft.create("manifest.json"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(store.list()).isEmpty();
      draft.commit(Manifests.of(FIRST, List.of(written)));
      assertThatThrownBy(() -> draft.create("late.zst")).isInstanceOf(IllegalStateException.class);
    }
    assertThat(store.list()).containsExactly(FIRST);
  }

  @Test
  void aNameIsTakenOnce() throws Exception {
    BackupStore store = store();
    try (Draft draft = store.begin(FIRST)) {
      assertThatThrownBy(() -> store.begin(FIRST)).isInstanceOf(IOException.class);
      draft.commit(Manifests.of(FIRST, draft.objects()));
    }
    assertThatThrownBy(() -> store().begin(FIRST))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("exists already");
  }

  @Test
  void theListIsByStackAndTime() throws Exception {
    BackupStore store = store();
    commit(store, SECOND);
    commit(store, OTHER);
    commit(store, FIRST);
    assertThat(store().list()).containsExactly(OTHER, FIRST, SECOND);
  }

  @Test
  void whatWasDeletedIsGone() throws Exception {
    BackupStore store = store();
    commit(store, FIRST);
    commit(store, SECOND);
    store.delete(FIRST);
    store.delete(FIRST);
    assertThat(store().list()).containsExactly(SECOND);
    assertThatThrownBy(() -> read(store, FIRST, "stack.json.zst"))
        .isInstanceOf(NoSuchBackupException.class);
    assertThat(store.clearLeftovers()).isZero();
    commit(store, FIRST);
    assertThat(store.list()).containsExactly(FIRST, SECOND);
  }

  @Test
  void objectsAreWrittenAtTheSameTime() throws Exception {
    BackupStore store = store();
    try (Draft draft = store.begin(FIRST);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<StoredObject>> written = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String name = "volumes/v" + i + ".tar.zst";
        byte[] content = bytes(1_500_000 + i, i);
        written.add(threads.submit(() -> write(draft, name, content)));
      }
      for (Future<StoredObject> one : written) {
        one.get();
      }
      draft.commit(Manifests.of(FIRST, draft.objects()));
    }
    for (int i = 0; i < 8; i++) {
      assertThat(read(store, FIRST, "volumes/v" + i + ".tar.zst"))
          .isEqualTo(bytes(1_500_000 + i, i));
    }
  }

  @Test
  void aFlippedBitIsFound() throws Exception {
    BackupStore store = store();
    commit(store, FIRST);
    StoredObject object = store.manifest(FIRST).objects().getFirst();
    damage(FIRST, object.name(), 4711);
    assertThatThrownBy(
            () -> {
              try (InputStream in = store.open(FIRST, object)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
              }
            })
        .isInstanceOf(DamagedObjectException.class)
        .hasMessageContainingAll(FIRST.toString(), object.name(), "SHA-256");
  }

  @Test
  void aBackupWithoutItsManifestIsNone() throws Exception {
    commit(store(), FIRST);
    remove(FIRST, "manifest.json");
    assertThat(store().list()).isEmpty();
    assertThatThrownBy(() -> store().manifest(FIRST)).isInstanceOf(NoSuchBackupException.class);
  }

  /** A backup of one object of 100,000 bytes. */
  protected static void commit(BackupStore store, BackupId id) throws IOException {
    try (Draft draft = store.begin(id)) {
      write(draft, "stack.json.zst", bytes(100_000, 7));
      draft.commit(Manifests.of(id, draft.objects()));
    }
  }

  protected static StoredObject write(Draft draft, String name, byte[] content) throws IOException {
    try (ObjectSink sink = draft.create(name)) {
      for (int at = 0; at < content.length; at += 65_521) {
        sink.stream().write(content, at, Math.min(65_521, content.length - at));
      }
      StoredObject object = sink.finish();
      assertThat(object).isEqualTo(new StoredObject(name, content.length, Sha256.of(content)));
      return object;
    }
  }

  protected static byte[] read(BackupStore store, BackupId id, String object) throws IOException {
    try (InputStream in = store.open(id, object)) {
      return in.readAllBytes();
    }
  }

  protected static byte[] bytes(int count, int seed) {
    byte[] some = new byte[count];
    new Random(seed).nextBytes(some);
    return some;
  }
}
