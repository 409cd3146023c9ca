package io.drover.agent.act.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.agent.mover.ChunkedInput;
import io.drover.agent.mover.Mover;
import io.drover.agent.mover.MoverOrder;
import io.drover.core.model.Bytes;
import io.drover.engine.ContainerEngine;
import io.drover.engine.EngineAddress;
import io.drover.engine.Timeouts;
import io.drover.testkit.Eventually;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Movers of an engine that does what the test says. */
class MoversTest {
  private static final Duration LONG = Duration.ofHours(1);

  private static final MoverOrder READ = MoverOrder.read(List.of(), List.of(), 0, 1);

  private FakeEngine fake;
  private ContainerEngine engine;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private final List<String> lines = new ArrayList<>();

  private final MoverRun.Listener listener =
      new MoverRun.Listener() {
        @Override
        public void content(byte[] bytes, int length) {
          content.write(bytes, 0, length);
        }

        @Override
        public void line(String text) {
          lines.add(text);
        }
      };

  private Movers movers(FakeEngine.Script script) throws IOException {
    fake = new FakeEngine(script);
    engine =
        ContainerEngine.connect(
            new EngineAddress.PlainTcp("127.0.0.1", fake.port()), Timeouts.DEFAULT);
    return new Movers(
        engine,
        new MoverImage(engine, Optional.of("agent:1")),
        new Movers.MoverSettings(Bytes.of(128 << 20), 512, 0));
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
    fake.close();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException ended) {
      throw new InterruptedIOException("interrupted");
    }
  }

  private void pass(MoverRun run) throws IOException {
    try (run) {
      assertThat(run.firstLine()).isEqualTo(Mover.READY);
      run.pass(listener);
    }
  }

  @Test
  void whatItReadsIsPassedOnAndItIsRemoved() throws IOException {
    byte[] archive = new byte[300_000];
    new Random(1).nextBytes(archive);
    Movers movers =
        movers(
            (in, out) -> {
              out.ready();
              out.content(archive);
              out.line("{\"end\":{}}");
            });
    MoverRun run = movers.read("data", READ);
    JsonNode spec = fake.containers.values().iterator().next();
    assertThat(spec.at("/HostConfig/Mounts/0/ReadOnly").asBoolean()).isTrue();
    assertThat(spec.at("/HostConfig/Mounts/0/Source").asText()).isEqualTo("data");
    assertThat(spec.at("/HostConfig/NetworkMode").asText()).isEqualTo("none");
    assertThat(spec.at("/HostConfig/ReadonlyRootfs").asBoolean()).isTrue();
    assertThat(spec.at("/HostConfig/Memory").asLong()).isEqualTo(128 << 20);
    assertThat(spec.at("/Entrypoint").toString())
        .contains("\"-Ddrover.mover=true\",\"-jar\",\"agent.jar\"");
    pass(run);
    assertThat(content.toByteArray()).isEqualTo(archive);
    assertThat(lines).containsExactly("{\"end\":{}}");
    assertThat(fake.containers).isEmpty();
  }

  @Test
  void oneThatEndsWithoutAWordHasFailed() throws IOException {
    Movers movers =
        movers(
            (in, out) -> {
              out.ready();
              out.line("java.lang.OutOfMemoryError");
            });
    pass(movers.read("data", READ));
    assertThat(lines)
        .containsExactly(
            "{\"failed\":{\"reason\":\"the mover ended with 137, out of memory; it said:"
                + " java.lang.OutOfMemoryError\"}}");
    assertThat(fake.containers).isEmpty();
  }

  @Test
  void whatIsWrittenComesInChunksWithAnEnd() throws IOException {
    byte[] archive = new byte[200_000];
    new Random(2).nextBytes(archive);
    ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    Movers movers =
        movers(
            (in, out) -> {
              out.ready();
              new ChunkedInput(in).transferTo(arrived);
              out.line("{\"end\":{}}");
            });
    pass(movers.write("data", MoverOrder.write(false), new ByteArrayInputStream(archive)));
    assertThat(arrived.toByteArray()).isEqualTo(archive);
    assertThat(lines).containsExactly("{\"end\":{}}");
  }

  @Test
  void anArchiveThatBreaksOffEndsTheMover() throws IOException {
    CountDownLatch ended = new CountDownLatch(1);
    Movers movers =
        movers(
            (in, out) -> {
              out.ready();
              try {
                new ChunkedInput(in).transferTo(new ByteArrayOutputStream());
              } finally {
                ended.countDown();
              }
            });
    CountDownLatch ready = new CountDownLatch(1);
    InputStream breaking =
        new InputStream() {
          private int left = 70_000;

          @Override
          public int read() throws IOException {
            if (left-- <= 0) {
              // One that breaks off before the mover is ready may cut off its first line, too.
              await(ready);
              throw new IOException("the client is gone");
            }
            return 0;
          }
        };
    try (MoverRun run = movers.write("data", MoverOrder.write(false), breaking)) {
      assertThat(run.firstLine()).isEqualTo(Mover.READY);
      ready.countDown();
      run.pass(listener);
    }
    assertThat(lines).singleElement().asString().startsWith("{\"failed\"");
    Eventually.holds("the mover ends", () -> ended.getCount() == 0);
    assertThat(fake.containers).isEmpty();
  }

  @Test
  void whoFillsAVolumeIsAloneWithIt() throws IOException {
    Movers movers = movers((in, out) -> out.ready());
    try (MoverRun one = movers.read("data", READ);
        MoverRun two = movers.read("data", READ)) {
      assertThatThrownBy(() -> movers.write("data", MoverOrder.write(false), empty()))
          .isInstanceOf(Movers.BusyException.class);
      movers.write("other", MoverOrder.write(false), empty()).close();
    }
    try (MoverRun writer = movers.write("data", MoverOrder.write(false), empty())) {
      assertThatThrownBy(() -> movers.read("data", READ)).isInstanceOf(Movers.BusyException.class);
    }
    movers.read("data", READ).close();
    assertThat(fake.containers).isEmpty();
  }

  @Test
  void theSweepRemovesWhatTheEngineDidNotAndSparesWhatRuns() throws IOException {
    Movers movers = movers((in, out) -> out.ready());
    MoverRun left = movers.read("data", READ);
    fake.failsToRemove = true;
    left.close();
    fake.failsToRemove = false;
    try (MoverRun running = movers.read("data", READ)) {
      assertThat(fake.containers).hasSize(2);
      assertThat(movers.sweep(LONG)).isEqualTo(1);
      assertThat(fake.containers).hasSize(1);
      assertThat(movers.sweep(LONG)).isZero();
    }
    assertThat(fake.containers).isEmpty();
  }

  /** Its reader went while the container was being started. */
  @Test
  void theSweepEndsWhatNobodyCameToFollow() throws IOException {
    Movers movers = movers((in, out) -> out.ready());
    movers.read("data", READ);
    assertThat(movers.sweep(LONG)).isZero();
    assertThat(movers.sweep(Duration.ZERO)).isEqualTo(1);
    assertThat(fake.containers).isEmpty();
  }

  private static InputStream empty() {
    return InputStream.nullInputStream();
  }
}
