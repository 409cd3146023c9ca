package io.drover.backup.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.archive.ArchiveOptions;
import io.drover.archive.ArchiveRecord;
import io.drover.archive.IndexWriter;
import io.drover.archive.VolumeArchiver;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.Manifests;
import io.drover.backup.manifest.ObjectName;
import io.drover.backup.manifest.VolumeEntry;
import io.drover.backup.run.ArchivePacking;
import io.drover.backup.run.Packing;
import io.drover.backup.store.BackupStore;
import io.drover.backup.store.Draft;
import io.drover.backup.store.LocalStore;
import io.drover.backup.store.ObjectSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of real archives, damaged in every way that is cheap to think of. */
class VerifierTest {
  private static final BackupId ID = Manifests.id("shop", "2026-11-26T03:30:00Z", 1);
  private static final String ARCHIVE = ObjectName.archive("shop_data", false);
  private static final String INDEX = ObjectName.index("shop_data", false);
  @TempDir Path folder;
  private LocalStore store;
  private Verifier verifier;

  @BeforeEach
  void make() throws IOException {
    Path volume = Files.createDirectories(folder.resolve("volume"));
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    Files.write(volume.resolve("noise.bin"), noise);
    Files.writeString(volume.resolve("text.txt"), "hello ".repeat(10_000));
    Files.createDirectories(volume.resolve("empty"));
    store = new LocalStore(folder.resolve("backups"));
    verifier = new Verifier(store, new ArchivePacking(List.of(), Optional.empty()), false);
    try (Draft draft = store.begin(ID)) {
      VolumeEntry entry = archive(draft, volume);
      try (ObjectSink sink = draft.create(ObjectName.stack(false))) {
        sink.stream().write(new byte[5_000]);
        sink.finish();
      }
      draft.commit(Manifests.of(ID, List.of("shop_db"), draft.objects(), List.of(entry)));
    }
  }

  private static VolumeEntry archive(Draft draft, Path volume) throws IOException {
    try (ObjectSink archive = draft.create(ARCHIVE);
        ObjectSink index = draft.create(INDEX)) {
      AtomicReference<ArchiveRecord.End> end = new AtomicReference<>();
      try (IndexWriter entries = new IndexWriter(index.stream())) {
        end.set(
            VolumeArchiver.write(
                volume, archive.stream(), ArchiveOptions.plain(), one -> add(entries, one)));
      }
      archive.finish();
      index.finish();
      return new VolumeEntry(
          "shop_data",
          "node1",
          "local",
          Map.of(),
          Map.of(),
          List.of("shop_db"),
          end.get().entries(),
          end.get().bytes(),
          0,
          ARCHIVE,
          INDEX);
    }
  }

  private static void add(IndexWriter entries, ArchiveRecord record) {
    if (record instanceof ArchiveRecord.OfEntry(var entry)) {
      try {
        entries.add(entry);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  @Test
  void whatIsAsItWasIsGood() throws IOException {
    assertThat(verifier.problems(ID)).isEmpty();
  }

  @Test
  void oneFlippedBitAnywhereIsFound() throws IOException {
    Manifest manifest = store.manifest(ID);
    Random random = new Random(7);
    List<String> names = new ArrayList<>(List.of(ObjectName.MANIFEST));
    manifest.objects().forEach(object -> names.add(object.name()));
    for (String name : names) {
      Path file = file(name);
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < 12; i++) {
        byte[] damaged = whole.clone();
        int at = random.nextInt(damaged.length);
        // Space between the manifest's members says nothing, and is not damage.
        if (name.equals(ObjectName.MANIFEST) && Character.isWhitespace(whole[at])) {
          continue;
        }
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged);
        assertThat(verifier.problems(ID)).as("%s, byte %d", name, at).isNotEmpty();
      }
      Files.write(file, whole);
    }
    assertThat(verifier.problems(ID)).isEmpty();
  }

  @Test
  void whatIsCutOffOrGoneIsFound() throws IOException {
    byte[] whole = Files.readAllBytes(file(ARCHIVE));
    Files.write(file(ARCHIVE), java.util.Arrays.copyOf(whole, whole.length - 1));
    assertThat(verifier.problems(ID)).isNotEmpty();
    Files.delete(file(ARCHIVE));
    assertThat(verifier.problems(ID)).singleElement().asString().contains(ARCHIVE);
    store.delete(ID);
    assertThat(verifier.problems(ID)).singleElement().asString().contains("there is no backup");
  }

  @Test
  void anArchiveThatIsNotThatOfItsIndexIsFoundThoughItsDigestIsRight() throws IOException {
    BackupId other = Manifests.id("shop", "2026-11-27T03:30:00Z", 2);
    Path volume = folder.resolve("volume");
    Manifest first = store.manifest(ID);
    try (Draft draft = store.begin(other)) {
      Files.writeString(volume.resolve("text.txt"), "other");
      VolumeEntry entry = archive(draft, volume);
      try (ObjectSink stale = draft.create("volumes/stale.index.jsonl.zst")) {
        Files.copy(file(INDEX), stale.stream());
        stale.finish();
      }
      VolumeEntry mixed =
          new VolumeEntry(
              entry.name(),
              entry.node(),
              entry.driver(),
              entry.options(),
              entry.labels(),
              entry.services(),
              entry.entries(),
              entry.bytes(),
              0,
              entry.archive(),
              "volumes/stale.index.jsonl.zst");
      draft.commit(Manifests.of(other, first.services(), draft.objects(), List.of(mixed)));
    }
    assertThat(verifier.problems(other))
        .anyMatch(problem -> problem.startsWith("shop_data: ") && problem.contains("text.txt"));
  }

  /** A disk or a network that failed once says nothing of what is stored. */
  @Test
  void anErrorThatPassesIsNoDamage() throws IOException {
    AtomicInteger failures = new AtomicInteger(1);
    BackupStore flaky =
        (BackupStore)
            Proxy.newProxyInstance(
                BackupStore.class.getClassLoader(),
                new Class<?>[] {BackupStore.class},
                (proxy, method, arguments) -> {
                  if (method.isDefault()) {
                    return InvocationHandler.invokeDefault(proxy, method, arguments);
                  }
                  boolean fails =
                      method.getName().equals("open")
                          && arguments[1].equals(ARCHIVE)
                          && failures.getAndDecrement() > 0;
                  return fails
                      ? new InputStream() {
                        @Override
                        public int read() throws IOException {
                          throw new IOException("connection reset");
                        }
                      }
                      : method.invoke(store, arguments);
                });
    assertThat(
            new Verifier(flaky, new ArchivePacking(List.of(), Optional.empty()), false)
                .problems(ID))
        .isEmpty();
  }

  @Test
  void whatCantBeDecryptedIsNotCheckedAndNotDamaged() {
    Packing keyless =
        (Packing)
            Proxy.newProxyInstance(
                Packing.class.getClassLoader(),
                new Class<?>[] {Packing.class},
                (proxy, method, arguments) -> {
                  throw new IOException("none of the identities fits");
                });
    assertThatThrownBy(() -> new Verifier(store, keyless, true).problems(ID))
        .isInstanceOf(IOException.class)
        .hasMessage("none of the identities fits");
  }

  private Path file(String object) {
    return folder.resolve("backups").resolve(ID.toString()).resolve(object);
  }
}
