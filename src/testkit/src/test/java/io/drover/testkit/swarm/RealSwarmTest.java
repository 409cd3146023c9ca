package io.drover.testkit.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RealSwarmTest {
  @Test
  void oneNodeIsAManagerThatRunsContainersAndIsGoneAfterwards() {
    Path socket;
    try (RealSwarm swarm = RealSwarm.oneNode()) {
      RealSwarm.Node node = swarm.node(1);
      socket = node.socket();
      assertThat(node.docker("info", "--format", "{{.Name}} {{.Swarm.ControlAvailable}}"))
          .isEqualTo("node1 true");
      assertThat(node.docker("run", "--rm", RealSwarm.BUSYBOX, "echo", "hello")).isEqualTo("hello");
      assertThatThrownBy(() -> node.docker("inspect", "nothing"))
          .hasMessageContaining("No such object: nothing");
    }
    assertThat(socket.getParent().getParent()).doesNotExist();
  }

  @Test
  void aKilledNodeComesBackWithWhatItHad() {
    try (RealSwarm swarm = RealSwarm.oneNode()) {
      RealSwarm.Node node = swarm.node(1);
      String id = node.docker("run", "-d", RealSwarm.BUSYBOX, "sleep", "3600");
      String pid = node.docker("inspect", "--format", "{{.State.Pid}}", id);
      assertThat(programOf(pid)).isPresent();

      swarm.kill(1);
      assertThat(programOf(pid)).isEmpty();
      assertThatThrownBy(() -> node.docker("ps")).isInstanceOf(IllegalStateException.class);

      swarm.revive(1);
      assertThat(node.docker("inspect", "--format", "{{.State.Status}}", id)).isEqualTo("exited");
      assertThat(node.docker("info", "--format", "{{.Swarm.ControlAvailable}}")).isEqualTo("true");
      assertThat(Files.exists(node.socket())).isTrue();
    }
  }

  /** A dead process that nobody has collected yet has no program any more. */
  private static Optional<String> programOf(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).flatMap(process -> process.info().command());
  }

  @Test
  void aSwarmHasNodes() {
    assertThatThrownBy(() -> RealSwarm.nodes(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
