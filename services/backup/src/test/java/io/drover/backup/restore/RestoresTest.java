package io.drover.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.archive.ArchiveOptions;
import io.drover.archive.ArchiveRecord;
import io.drover.archive.IndexWriter;
import io.drover.archive.VolumeArchiver;
import io.drover.backup.act.FakeAgent;
import io.drover.backup.act.Stopped;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import io.drover.backup.manifest.Manifests;
import io.drover.backup.manifest.ObjectName;
import io.drover.backup.manifest.Scope;
import io.drover.backup.manifest.Trigger;
import io.drover.backup.manifest.VolumeEntry;
import io.drover.backup.observe.StackDocument;
import io.drover.backup.record.BackupsInUse;
import io.drover.backup.restore.RestoreView.Stage;
import io.drover.backup.run.ArchivePacking;
import io.drover.backup.run.Claims;
import io.drover.backup.run.SimulatedTools;
import io.drover.backup.store.Draft;
import io.drover.backup.store.LocalStore;
import io.drover.backup.store.ObjectSink;
import io.drover.engine.DockerEngine;
import io.drover.engine.RawJson;
import io.drover.testkit.Eventually;
import io.drover.testkit.sim.SimulatedSwarm;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores that fail, on a simulated Swarm with an agent that speaks as agents do. */
class RestoresTest {
  private static final String NODE = "data1";
  private static final String ARCHIVE = ObjectName.archive("shop_data", false);
  private static final String INDEX = ObjectName.index("shop_data", false);
  private static final String SPEC =
      """
      {"Name":"shop_db","Labels":{"com.docker.stack.namespace":"shop"},
       "TaskTemplate":{"ContainerSpec":{"Image":"pg:1","Mounts":[{"Type":"volume","Source":"shop_data","Target":"/d"}]}},
       "Mode":{"Replicated":{"Replicas":2}}}
      """;

  private final SimulatedTools simulated = new SimulatedTools();
  private final SimulatedSwarm swarm = simulated.swarm();
  private final DockerEngine engine = simulated.engine();
  private final FakeAgent agent =
      new FakeAgent(swarm.addNode(NODE, 4_000_000_000L, 8L << 30, Map.of()), NODE)
          .volume("shop_data", "as it was");
  private LocalStore store;
  private RestoreRecords records;
  private Restores restores;

  @TempDir Path folder;

  @BeforeEach
  void begin() {
    store = new LocalStore(folder.resolve("backups"));
    records = new RestoreRecords(engine);
    restores = new Restores(simulated.with(store, agent), new Claims());
  }

  @AfterEach
  void stop() {
    agent.close();
    simulated.close();
  }

  private static BackupId id(String moment) {
    return new BackupId("shop", BackupName.of(Instant.parse(moment), 7));
  }

  /** A backup of the service and its volume. */
  private BackupId backup(String moment, Scope scope, boolean sound) throws IOException {
    return backup(moment, scope, Trigger.SCHEDULE, sound);
  }

  private BackupId backup(String moment, Scope scope, Trigger trigger, boolean sound)
      throws IOException {
    BackupId id = id(moment);
    Path volume = Files.createDirectories(folder.resolve("volume"));
    Files.writeString(volume.resolve("text.txt"), "hello");
    try (Draft draft = store.begin(id)) {
      VolumeEntry entry = sound ? archive(draft, volume) : garbage(draft);
      try (ObjectSink sink = draft.create(ObjectName.stack(false))) {
        OutputStream packed = new ArchivePacking(List.of(), Optional.empty()).pack(sink.stream());
        new StackDocument(
                List.of(RawJson.of("{\"ID\":\"old\",\"Spec\":" + SPEC + "}")),
                List.of(),
                List.of(),
                List.of(),
                List.of())
            .write(packed, "shop", moment, all -> {});
        packed.close();
        sink.finish();
      }
      draft.commit(
          Manifests.of(id, scope, trigger, List.of("shop_db"), draft.objects(), List.of(entry)));
    }
    return id;
  }

  private static VolumeEntry archive(Draft draft, Path volume) throws IOException {
    AtomicReference<ArchiveRecord.End> end = new AtomicReference<>();
    try (ObjectSink archive = draft.create(ARCHIVE);
        ObjectSink index = draft.create(INDEX)) {
      try (IndexWriter entries = new IndexWriter(index.stream())) {
        end.set(
            VolumeArchiver.write(
                volume, archive.stream(), ArchiveOptions.plain(), one -> add(entries, one)));
      }
      archive.finish();
      index.finish();
    }
    return entry(end.get().entries(), end.get().bytes());
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

  /** Whole by its digest, and no archive. */
  private static VolumeEntry garbage(Draft draft) throws IOException {
    for (String name : List.of(ARCHIVE, INDEX)) {
      try (ObjectSink sink = draft.create(name)) {
        sink.stream().write("no archive".getBytes(StandardCharsets.UTF_8));
        sink.finish();
      }
    }
    return entry(1, 5);
  }

  private static VolumeEntry entry(long entries, long bytes) {
    return new VolumeEntry(
        "shop_data",
        NODE,
        "local",
        Map.of(),
        Map.of(),
        List.of("shop_db"),
        entries,
        bytes,
        0,
        ARCHIVE,
        INDEX);
  }

  private static RestoreRequest request(BackupId backup) {
    return new RestoreRequest(
        backup, "shop", Set.of(), true, false, Map.of("shop_data", NODE), "me");
  }

  private RestoreView restored(BackupId backup) throws IOException {
    Restores.Started started = restores.start(request(backup));
    assertThat(started).isInstanceOf(Restores.Started.Running.class);
    String id = ((Restores.Started.Running) started).view().id();
    return Eventually.gives(
        "it is over", () -> restores.find(id).filter(view -> view.stage().isOver()));
  }

  @Test
  void whatIsBeingRestoredIsInUse() {
    records.begin(RestoreRecord.begin("id", request(id("2026-11-26T03:30:00Z")), Instant.now()));
    assertThat(BackupsInUse.of(engine)).containsExactly("" + id("2026-11-26T03:30:00Z"));
    records.end("id");
    assertThat(BackupsInUse.of(engine)).isEmpty();
  }

  @Test
  void whatIsDamagedIsFoundBeforeAnythingIsTouched() throws IOException {
    String service = swarm.addService(SPEC);
    RestoreView view = restored(backup("2026-11-26T03:30:00Z", Scope.STACK, false));

    assertThat(view.stage()).isEqualTo(Stage.FAILED);
    assertThat(view.message()).contains("can't be restored: shop_data");
    assertThat(swarm.updates(service)).isZero();
    assertThat(agent.content("shop_data")).isEqualTo("as it was");
    assertThat(records.read()).isEmpty();
  }

  /** Nobody must start on half a volume, and everybody must know. */
  @Test
  void whileAVolumeIsFilledInPartItsServiceStaysStopped() throws IOException {
    String service = swarm.addService(SPEC);
    agent.full();
    RestoreView view = restored(backup("2026-11-26T03:30:00Z", Scope.STACK, true));

    assertThat(view.stage()).isEqualTo(Stage.FAILED);
    assertThat(view.message())
        .contains("no space left on device")
        .contains("only part of the backup is in volume shop_data on " + NODE)
        .contains("these stay stopped: shop_db (had 2 tasks)");
    assertThat(swarm.replicas(service)).isZero();
  }

  @Test
  void oneThatWasCutOffAndWhoseBackupIsGoneBringsBackWhatItStopped() {
    String service = swarm.addService(SPEC.replace("\"Replicas\":2", "\"Replicas\":0"));
    records.begin(
        RestoreRecord.begin("id", request(id("2026-11-26T03:30:00Z")), Instant.now())
            .stopping(new Stopped(service, "shop_db", 2)));
    restores.resume();

    assertThat(swarm.replicas(service)).isEqualTo(2);
    assertThat(records.read()).isEmpty();
    assertThat(restores.find("id").orElseThrow().message()).endsWith("; what was stopped is back");
  }

  @Test
  void theNewestBackupOfAStackIsNotOneOfAPartByHand() throws IOException {
    BackupId part = backup("2026-11-26T04:30:00Z", Scope.SERVICES, Trigger.MANUAL, true);
    assertThatThrownBy(() -> restores.at("shop", Instant.MAX))
        .hasMessageContaining("but of parts, by hand; the newest of those is " + part.name());
    BackupId whole = backup("2026-11-26T03:30:00Z", Scope.STACK, Trigger.MANUAL, true);
    assertThat(restores.at("shop", Instant.MAX)).isEqualTo(whole);
    BackupId scheduled = backup("2026-11-26T04:00:00Z", Scope.SERVICES, true);
    assertThat(restores.at("shop", Instant.MAX)).isEqualTo(scheduled);
  }
}
