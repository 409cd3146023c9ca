package io.drover.backup.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.runtime.agents.AgentAddresses;
import io.drover.runtime.agents.AgentCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeAgentTest {
  private final FakeAgent fake = new FakeAgent("n1").volume("data", "half of it, and the rest");
  private final NodeAgent agent =
      new NodeAgents(
              new AgentCalls(
                  AgentAddresses.fixed(List.of(fake.address())), () -> "t", Duration.ofSeconds(30)),
              () -> "t",
              Duration.ofSeconds(30))
          .find()
          .of("n1")
          .orElseThrow();

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void anArchiveComesWithItsRecords() throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    List<JsonNode> records = new ArrayList<>();

    ArchiveFeed.End end;
    try (ArchiveFeed feed = agent.read("data", List.of("age1x"), 5)) {
      end = feed.pump(archive, records::add);
    }

    assertThat(archive.toString(StandardCharsets.UTF_8)).isEqualTo("half of it, and the rest");
    assertThat(end.archiveBytes()).isEqualTo(archive.size());
    assertThat(records).hasSize(3);
  }

  @Test
  void oneThatIsCutOffIsNoArchive() throws IOException {
    fake.cutOff();

    try (ArchiveFeed feed = agent.read("data", List.of(), 0)) {
      assertThatThrownBy(() -> feed.pump(OutputStreams.none(), record -> {}))
          .isInstanceOf(IOException.class);
    }
  }

  /** Things that take bytes and keep none. */
  private static final class OutputStreams {
    static java.io.OutputStream none() {
      return java.io.OutputStream.nullOutputStream();
    }
  }

  @Test
  void aVolumeIsAbsentWhenThereIsNone() throws IOException {
    assertThat(agent.volume("data").orElseThrow().labels()).containsEntry("a", "b");
    assertThat(agent.volume("nothing")).isEmpty();
    assertThatThrownBy(() -> agent.read("nothing", List.of(), 0))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("no such volume");
  }

  @Test
  void whatIsToldWhileAVolumeIsWrittenIsReadMeanwhile() throws IOException {
    int size = 3_000_000;
    fake.lines(400_000);
    AtomicLong told = new AtomicLong();

    ArchiveFeed.End end =
        agent.write(
            "data",
            true,
            false,
            new ByteArrayInputStream(new byte[size]),
            record -> told.incrementAndGet());

    assertThat(end.archiveBytes()).isEqualTo(size);
    assertThat(told.get()).isEqualTo(400_001);
  }

  @Test
  void contentThatCantBeReadIsNotTakenForTheEnd() {
    InputStream broken =
        new InputStream() {
          private int left = 100_000;

          @Override
          public int read() throws IOException {
            if (left-- <= 0) {
              throw new IOException("damaged");
            }
            return 'x';
          }
        };

    assertThatThrownBy(() -> agent.write("data", true, false, broken, record -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
    assertThat(fake.content("data")).isEqualTo("half of it, and the rest");
  }
}
