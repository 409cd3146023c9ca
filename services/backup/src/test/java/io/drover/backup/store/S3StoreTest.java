package io.drover.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Manifests;
import io.drover.backup.manifest.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a bucket, on a real S3-compatible server; each test has a prefix of its own. */
class S3StoreTest extends BackupStoreContract {
  private static final AtomicInteger TESTS = new AtomicInteger();
  @TempDir static Path folder;
  private static S3Server server;

  private final String prefix = "test" + TESTS.incrementAndGet() + "/";
  private final List<S3Store> opened = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    server = new S3Server(folder);
    server.start();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.close();
  }

  @AfterEach
  void close() {
    opened.forEach(S3Store::close);
  }

  @Override
  protected BackupStore store() {
    S3Store store = new S3Store(server.client(), S3Server.BUCKET, prefix);
    opened.add(store);
    return store;
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
    return server.objects().resolve(prefix + id).resolve(object);
  }

  @Test
  void aDeletionThatWasCutOffIsFinished() throws IOException {
    commit(store(), FIRST);
    remove(FIRST, "manifest.json");

    assertThat(store().clearLeftovers()).isEqualTo(1);
    assertThat(file(FIRST, "stack.json.zst")).doesNotExist();
  }

  @Test
  void whatElseLiesInTheBucketIsLeftAlone() throws IOException {
    commit(store(), FIRST);
    Path notes = server.objects().resolve(prefix + "notes/of/mine.txt");
    Files.createDirectories(notes.getParent());
    Files.writeString(notes, "mine");

    assertThat(store().list()).containsExactly(FIRST);
    assertThat(store().clearLeftovers()).isZero();
    assertThat(notes).exists();
  }

  @Test
  void aStreamClosedEarlyDoesNotReadTheRest() throws IOException {
    BackupStore store = store();
    try (Draft draft = store.begin(FIRST)) {
      write(draft, "volumes/data.tar.zst", bytes(20_000_000, 1));
      draft.commit(Manifests.of(FIRST, draft.objects()));
    }
    try (InputStream in = store.open(FIRST, "volumes/data.tar.zst")) {
      assertThat(in.readNBytes(100)).isEqualTo(java.util.Arrays.copyOf(bytes(20_000_000, 1), 100));
    }
    assertThat(read(store, FIRST, "volumes/data.tar.zst")).hasSize(20_000_000);
  }

  @Test
  void partsGrowSoThatLargeVolumesFit() {
    long all = 0;
    for (int number = 1; number <= 10_000; number++) {
      all += S3Sink.partSize(number);
    }
    assertThat(S3Sink.partSize(1)).isEqualTo(8 << 20);
    assertThat(S3Sink.partSize(1000)).isEqualTo(8 << 20);
    assertThat(S3Sink.partSize(1001)).isEqualTo(16 << 20);
    assertThat(S3Sink.partSize(10_000)).isEqualTo(64 << 20);
    assertThat(all).isGreaterThan(490L << 30);
  }

  @Test
  void aWrongKeyIsRefusedInWords() throws IOException {
    Path wrong = folder.resolve("wrong.key");
    Files.writeString(wrong, "guess");
    S3Connection connection =
        new S3Connection(server.endpoint(), "us-east-1", true, server.accessKey(), wrong);
    try (S3Store store = new S3Store(connection.open(), S3Server.BUCKET, prefix)) {
      assertThatThrownBy(store::list)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("403")
          .hasMessageNotContaining("guess");
      Files.delete(wrong);
      assertThatThrownBy(store::list)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("wrong.key");
    }
  }

  @Test
  void aBucketThatIsNotThereIsNotAnEmptyOne() {
    try (S3Store store = new S3Store(server.client(), "elsewhere", "")) {
      assertThatThrownBy(store::list)
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(NoSuchBackupException.class)
          .hasMessageContaining("elsewhere");
    }
  }

  @Test
  void aServerThatIsKilledMeanwhileLeavesNoBackup(@TempDir Path elsewhere) throws Exception {
    try (S3Server mortal = new S3Server(elsewhere)) {
      mortal.start();
      try (S3Store store = new S3Store(mortal.client(), S3Server.BUCKET, "")) {
        commit(store, FIRST);
        try (Draft draft = store.begin(SECOND)) {
          StoredObject stack = write(draft, "stack.json.zst", bytes(10, 1));
          ObjectSink sink = draft.create("volumes/data.tar.zst");
          sink.stream().write(bytes(10_000_000, 2));
          mortal.kill();
          assertThatThrownBy(() -> sink.stream().write(bytes(20_000_000, 3)))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("the S3 server failed");
          sink.close();
          assertThatThrownBy(() -> draft.commit(Manifests.of(SECOND, List.of(stack))))
              .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(store::list).isInstanceOf(IOException.class);
        mortal.start();
        assertThat(store.list()).containsExactly(FIRST);
        assertThat(store.clearLeftovers()).isEqualTo(1);
        assertThat(read(store, FIRST, "stack.json.zst")).isEqualTo(bytes(100_000, 7));
        commit(store, SECOND);
        assertThat(store.list()).containsExactly(FIRST, SECOND);
      }
    }
  }
}
