package io.drover.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.manifests.Inventory.Kept;
import io.drover.manifests.Inventory.Machine;
import io.drover.manifests.Inventory.Server;
import io.drover.manifests.Inventory.Speeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Physical servers out of a file. */
class InventoryReaderTest {
  @TempDir Path root;

  @Test
  void serversAndTheirMachinesAreRead() {
    InventoryReader.Contents read =
        InventoryReader.read(
            "inventory.yml",
            """
            ---
            servers:
            - name: server1
              cores: 24
              threads: 48
              memory: 128Gi
              iops: 100000
              network: 2.5Gbps
              power: [ups-a, ups-b]
              hypervisor: {cpu: "2", memory: 4Gi}
              machines:
              - {name: vm1, cores: 8, memory: 48Gi, iops: 3000, node: swarm1}
            - {name: bare, cores: 4, memory: 8Gi, node: swarm2}
            """);
    assertThat(read.problems()).isEmpty();
    Speeds vm = new Speeds(3000, new Bandwidth(0));
    assertThat(read.inventory())
        .isEqualTo(
            new Inventory(
                List.of(
                    new Server(
                        "server1",
                        24,
                        48,
                        Bytes.ofMebibytes(128 * 1024),
                        new Speeds(100_000, Bandwidth.parse("2500Mbps")),
                        List.of("ups-a", "ups-b"),
                        new Kept(Cpu.ofMillicores(2000), Bytes.ofMebibytes(4096)),
                        List.of(new Machine("vm1", 8, Bytes.ofMebibytes(48 * 1024), vm, "swarm1")),
                        ""),
                    new Server(
                        "bare",
                        4,
                        4,
                        Bytes.ofMebibytes(8 * 1024),
                        Speeds.UNTOLD,
                        List.of(),
                        new Kept(Cpu.ZERO, Bytes.ZERO),
                        List.of(),
                        "swarm2"))));
    assertThat(read.inventory().speedsOf("swarm1")).isEqualTo(vm);
    assertThat(read.inventory().serverOf("swarm2").orElseThrow().name()).isEqualTo("bare");
    assertThat(read.inventory().serverOf("")).isEmpty();
  }

  @Test
  void allMistakesAreToldAndNothingHoldsThen() {
    InventoryReader.Contents read =
        InventoryReader.read(
            "inventory.yml",
            """
            servers:
            - name: a
              cores: 0
              memory: lots
              network: fast
              colour: blue
              node: n1
              machines: [{name: a, memory: 1Gi, cores: 2, node: n1}]
            """);
    assertThat(read.inventory()).isEqualTo(Inventory.NONE);
    assertThat(read.problems())
        .extracting(ManifestProblem::line)
        .containsExactlyInAnyOrder(3, 4, 5, 6, 7, 7, 8);
  }

  /** Only the last would be read, and the servers of the others be missed without a word. */
  @ParameterizedTest
  @CsvSource({
    "'servers: []\n---\nservers: []\n', 2",
    "'# ours\n---\nservers: []\n--- # and theirs\nservers: []\n', 4",
    "'%YAML 1.1\n---\nservers: []\n---\n', 4",
    "'---\n---\nservers: []\n', 2",
  })
  void aSecondDocumentIsRefused(String text, int line) {
    InventoryReader.Contents read = InventoryReader.read("inventory.yml", text.translateEscapes());
    assertThat(read.inventory()).isEqualTo(Inventory.NONE);
    assertThat(read.problems())
        .extracting(ManifestProblem::toString)
        .containsExactly("inventory.yml:" + line + ": several YAML documents: expected one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "servers: [{name: a, cores: 1, memory: 1Gi}]",
        "---\nservers: [{name: a, cores: 1, memory: 1Gi}]",
        "\n# ours\n\n---\nservers: [{name: a, cores: 1, memory: 1Gi}]",
        "%YAML 1.1\n---\nservers: [{name: a, cores: 1, memory: 1Gi}]",
        "--- {servers: [{name: a, cores: 1, memory: 1Gi}]}",
        "servers:\n- {name: a, cores: 1, memory: 1Gi}\n# --- not one\n...\n",
      })
  void whatStandsInFrontOfTheFirstMarkerIsNoDocument(String text) {
    InventoryReader.Contents read = InventoryReader.read("inventory.yml", text);
    assertThat(read.problems()).isEmpty();
    assertThat(read.inventory().servers()).hasSize(1);
  }

  @Test
  void aFileIsReadAnewWhenItChangesAndNoneTellsNothing() throws IOException {
    Path path = root.resolve("inventory.yml");
    InventoryFile file = new InventoryFile(path);
    assertThat(file.read().inventory()).isEqualTo(Inventory.NONE);
    Files.writeString(path, "servers: [{name: a, cores: 1, memory: 1Gi}]");
    assertThat(file.read().inventory().servers()).hasSize(1);
    Files.writeString(path, "servers: []");
    InventoryReader.Contents second = file.read();
    assertThat(second.inventory().servers()).isEmpty();
    assertThat(file.read()).isSameAs(second);
  }
}
