package io.drover.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.backup.act.FakeAgent;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import io.drover.backup.manifest.Manifests;
import io.drover.backup.manifest.ObjectName;
import io.drover.backup.manifest.VolumeEntry;
import io.drover.backup.run.ArchivePacking;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test restores, on a simulated Swarm with an agent that speaks as agents do. */
class ScratchRestoreTest {
  private static final String NODE = "data1";
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final BackupId ID =
      new BackupId("shop", BackupName.of(Instant.parse("2026-11-26T03:30:00Z"), 7));
  private static final String SPEC =
      """
      {"Name":"shop_db","Labels":{"com.docker.stack.namespace":"shop"},
       "TaskTemplate":{"ContainerSpec":{"Image":"pg:1","Env":["A=b"],"Mounts":[{"Type":"volume","Source":"shop_data","Target":"/d"}]}},
       "Mode":{"Replicated":{"Replicas":2}}}
      """;

  private final SimulatedTools simulated = new SimulatedTools();
  private final SimulatedSwarm swarm = simulated.swarm();
  private final DockerEngine engine = simulated.engine();
  private final FakeAgent agent =
      new FakeAgent(swarm.addNode(NODE, 4_000_000_000L, 8L << 30, Map.of()), NODE)
          .volume("shop_data", "as it was");
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private LocalStore store;
  private ScratchRestore tests;

  @TempDir Path folder;

  @BeforeEach
  void begin() {
    store = new LocalStore(folder.resolve("backups"));
    tests = new ScratchRestore(simulated.with(store, agent));
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    agent.close();
    simulated.close();
  }

  /** What the agent is to tell that it wrote is in the index. */
  private void backup(String index) throws IOException {
    try (Draft draft = store.begin(ID)) {
      try (ObjectSink sink = draft.create(ObjectName.archive("shop_data", false))) {
        sink.stream().write(new byte[10]);
        sink.finish();
      }
      try (ObjectSink sink = draft.create(ObjectName.index("shop_data", false))) {
        try (OutputStream packed =
            new ArchivePacking(List.of(), Optional.empty()).pack(sink.stream())) {
          packed.write(index.getBytes(StandardCharsets.UTF_8));
        }
        sink.finish();
      }
      VolumeEntry entry =
          new VolumeEntry(
              "shop_data",
              NODE,
              "local",
              Map.of(),
              Map.of(),
              List.of("shop_db"),
              1,
              0,
              0,
              ObjectName.archive("shop_data", false),
              ObjectName.index("shop_data", false));
      draft.commit(Manifests.of(ID, List.of("shop_db"), draft.objects(), List.of(entry)));
    }
  }

  private List<String> test(String check) {
    try {
      return tests.restore(ID, "shop_data", "shop_db", check, LONG);
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  private List<RawJson> scratchServices() {
    return engine.list("/services").stream()
        .filter(raw -> raw.tree().at("/Spec/Name").asText().startsWith(ScratchRestore.PREFIX))
        .toList();
  }

  private RawJson checking() {
    return Eventually.gives("the check's service", () -> scratchServices().stream().findFirst());
  }

  /** Lets the check's task end in this state once there is one. */
  private void end(String state) {
    String id = checking().tree().path("ID").asText();
    String task = Eventually.gives("its task", () -> swarm.tasks(id).stream().findFirst());
    swarm.taskEnters(task, state);
  }

  private void nothingIsLeft() {
    assertThat(scratchServices()).isEmpty();
    assertThat(agent.has("shop_data")).isTrue();
    assertThat(agent.names()).containsExactly("shop_data");
  }

  @Test
  void withoutACommandTheRestoreIsTheTest() throws IOException {
    backup("{\"path\":\"f\",\"size\":10}\n");
    assertThat(test("")).isEmpty();
    nothingIsLeft();
  }

  @Test
  void theCommandRunsInATaskOfTheServicesImageWithTheScratchVolume() throws Exception {
    backup("{\"path\":\"f\",\"size\":10}\n");
    swarm.addService(SPEC);
    Future<List<String>> problems = threads.submit(() -> test("test -s /d/f"));
    JsonNode spec = checking().tree().path("Spec");
    JsonNode container = spec.at("/TaskTemplate/ContainerSpec");
    assertThat(container.path("Image").asText()).isEqualTo("pg:1");
    assertThat(container.path("Env").path(0).asText()).isEqualTo("A=b");
    assertThat(container.path("Command").toString()).isEqualTo("[\"sh\",\"-c\",\"test -s /d/f\"]");
    assertThat(container.at("/Mounts/0/Source").asText()).isEqualTo(spec.path("Name").asText());
    assertThat(container.at("/Mounts/0/Target").asText()).isEqualTo("/d");
    assertThat(spec.at("/TaskTemplate/Placement/Constraints/0").asText())
        .isEqualTo("node.hostname==" + NODE);
    end("complete");
    assertThat(problems.get(2, TimeUnit.MINUTES)).isEmpty();
    nothingIsLeft();
  }

  @Test
  void aCommandThatFailsIsAProblem() throws Exception {
    backup("{\"path\":\"f\",\"size\":10}\n");
    swarm.addService(SPEC);
    Future<List<String>> problems = threads.submit(() -> test("test -s /d/f"));
    end("failed");
    assertThat(problems.get(2, TimeUnit.MINUTES))
        .singleElement()
        .asString()
        .startsWith("shop_data: the check of shop_db ended with");
    nothingIsLeft();
  }

  @Test
  void aCommandThatCantBeRunIsNoProblemOfTheBackup() throws Exception {
    backup("{\"path\":\"f\",\"size\":10}\n");
    swarm.addService(SPEC);
    Future<List<String>> problems =
        threads.submit(() -> tests.restore(ID, "shop_data", "shop_db", "true", LONG));
    end("rejected");
    assertThatThrownBy(() -> problems.get(2, TimeUnit.MINUTES))
        .hasMessageContaining("the check could not be run");
    nothingIsLeft();
  }

  @Test
  void whatACrashLeftIsClearedAway() {
    swarm.addService(SPEC.replace("shop_db", ScratchRestore.PREFIX + "1"));
    agent.volume(ScratchRestore.PREFIX + "2", "left");
    tests.clearLeftovers();
    nothingIsLeft();
  }
}
