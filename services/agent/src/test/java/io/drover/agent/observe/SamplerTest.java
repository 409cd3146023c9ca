package io.drover.agent.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.model.Container;
import io.drover.agent.model.Field;
import io.drover.agent.record.Samples;
import io.drover.runtime.time.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerTest {
  @TempDir Path root;
  private final AtomicLong seconds = new AtomicLong();
  private final Samples samples = new Samples();

  private Sampler sampler() {
    return new Sampler(
        new CgroupTree(root, root),
        samples,
        () ->
            new Moment(
                seconds.get() * 1_000_000_000L,
                Instant.EPOCH.plusSeconds(seconds.getAndIncrement())),
        Duration.ofSeconds(1));
  }

  private Container container(String id, Instant startedAt) throws IOException {
    Path group = root.resolve("memory/docker/" + id);
    Files.createDirectories(group);
    Files.createDirectories(root.resolve("cpuacct/docker/" + id));
    Files.writeString(group.resolve("memory.usage_in_bytes"), "5\n");
    return new Container(id, "name-" + id, "image", 0, "", startedAt, Map.of());
  }

  @Test
  void theLastMinuteIsKept() throws IOException {
    Sampler sampler = sampler();
    sampler.containers(List.of(container("a", Instant.EPOCH)));
    for (int i = 0; i < 100; i++) {
      sampler.round();
    }
    assertThat(samples.all()).hasSize(1);
    assertThat(samples.all().getFirst().samples()).hasSize(Samples.KEPT);
    assertThat(samples.all().getFirst().samples().getLast().memory().usage())
        .isEqualTo(Field.known(5));
  }

  @Test
  void whatDoesNotChangeIsKeptOnce() throws IOException {
    Sampler sampler = sampler();
    sampler.containers(List.of(container("a", Instant.EPOCH)));
    sampler.round();
    sampler.round();
    var kept = samples.all().getFirst().samples();
    assertThat(kept.getLast().at()).isNotEqualTo(kept.getFirst().at());
    assertThat(kept.getLast().memory()).isSameAs(kept.getFirst().memory());
  }

  @Test
  void whatSeldomChangesIsReadAtFirstAndThenNowAndThen() throws IOException {
    Sampler sampler = sampler();
    Container container = container("a", Instant.EPOCH);
    Path swap = root.resolve("memory/docker/a/memory.memsw.limit_in_bytes");
    Files.writeString(swap, "7\n");
    sampler.containers(List.of(container));
    sampler.round();
    assertThat(samples.all().getFirst().controls().memoryAndSwap()).isEqualTo(Field.known(7));
    Files.writeString(swap, "8\n");
    for (int i = 0; i < 5; i++) {
      sampler.round();
    }
    assertThat(samples.all().getFirst().controls().memoryAndSwap()).isEqualTo(Field.known(8));
  }

  @Test
  void whatRunsNoMoreIsForgotten() throws IOException {
    Sampler sampler = sampler();
    Container stays = container("a", Instant.EPOCH);
    sampler.containers(List.of(stays, container("b", Instant.EPOCH)));
    sampler.round();
    sampler.containers(List.of(stays));
    sampler.round();
    assertThat(samples.all()).extracting(one -> one.container().id()).containsExactly("a");
  }

  @Test
  void aContainerStartedAnewBeginsAnew() throws IOException {
    Sampler sampler = sampler();
    sampler.containers(List.of(container("a", Instant.EPOCH)));
    sampler.round();
    sampler.round();
    sampler.containers(List.of(container("a", Instant.EPOCH.plusSeconds(9))));
    sampler.round();
    assertThat(samples.all().getFirst().samples()).hasSize(1);
  }

  /** Its last values must not be repeated as if it still ran. */
  @Test
  void aContainerWhoseGroupIsGoneIsNotSampled() throws IOException {
    Sampler sampler = sampler();
    sampler.containers(List.of(container("a", Instant.EPOCH)));
    sampler.round();
    Files.delete(root.resolve("memory/docker/a/memory.usage_in_bytes"));
    Files.delete(root.resolve("memory/docker/a"));
    Files.delete(root.resolve("cpuacct/docker/a"));
    sampler.round();
    assertThat(samples.all().getFirst().samples()).hasSize(1);
  }
}
