package io.drover.agent.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.model.Field;
import io.drover.agent.model.NodeFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sockets with two cores each, every core with two threads; and machines that tell less. */
class CpuTopologyTest {
  @TempDir Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }

  private void cpu(int number, int socket, int core) throws IOException {
    String folder = "sys/devices/system/cpu/cpu" + number + "/topology/";
    write(folder + "physical_package_id", Integer.toString(socket));
    write(folder + "core_id", Integer.toString(core));
    write(folder + "die_id", "0");
  }

  private NodeFacts facts() {
    return new NodeFiles(root.resolve("cgroup"), root.resolve("proc"), root.resolve("sys")).read();
  }

  @Test
  void socketsAndCoresAreCounted() throws IOException {
    write("sys/devices/system/cpu/online", "0-7");
    for (int i = 0; i < 8; i++) {
      cpu(i, i / 2 % 2, i / 4);
    }
    write("sys/devices/system/node/node0/cpulist", "0-1,4-5");
    write("sys/devices/system/node/node0/meminfo", "Node 0 MemTotal:  1024 kB");
    write("sys/devices/system/node/node1/cpulist", "2-3,6-7");
    write("sys/devices/system/node/node1/meminfo", "Node 1 MemTotal:  2048 kB");
    NodeFacts facts = facts();
    assertThat(facts.sockets()).isEqualTo(Field.known(2));
    assertThat(facts.physicalCores()).isEqualTo(Field.known(4));
    assertThat(facts.online()).hasToString("0-7");
    assertThat(facts.numa())
        .isEqualTo(
            List.of(
                new NodeFacts.NumaNode(0, "0-1,4-5", Field.known(1 << 20)),
                new NodeFacts.NumaNode(1, "2-3,6-7", Field.known(2 << 20))));
  }

  @Test
  void aKernelThatTellsNoTopologyIsNotGuessedAt() throws IOException {
    write("sys/devices/system/cpu/online", "0-1");
    cpu(0, 0, 0);
    assertThat(facts().sockets()).isEqualTo(Field.unknown("the kernel tells no topology of cpu1"));
    Files.delete(root.resolve("sys/devices/system/cpu/online"));
    assertThat(facts().physicalCores()).isInstanceOf(Field.Unknown.class);
    assertThat(facts().online().isEmpty()).isTrue();
  }
}
