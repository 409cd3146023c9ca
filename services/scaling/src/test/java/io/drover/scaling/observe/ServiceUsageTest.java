package io.drover.scaling.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Share;
import io.drover.core.policy.ResourceKind;
import io.drover.scaling.decide.vertical.Strain;
import io.drover.scaling.decide.vertical.Usage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts as a kill, once, and what tasks count as throttled. */
class ServiceUsageTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Bytes GIB = Bytes.ofMebibytes(1024);
  private final ServiceUsage usage = new ServiceUsage(new Usage());

  private static TaskLoad load(String id, Instant startedAt, long kills, int percent, Instant at) {
    return new TaskLoad(
        id,
        URI.create("http://agent"),
        startedAt,
        Reading.known(Cpu.ofMillicores(100), at),
        Reading.known(Bytes.ofMebibytes(300), at),
        Reading.known(Share.ofPercent(percent), at),
        Reading.known(kills, at),
        Reading.unknown("not in this test"));
  }

  private void minute(int minute, TaskLoad... loads) {
    usage.feed(List.of(loads), List.of(), GIB, NOON.plus(Duration.ofMinutes(minute)));
  }

  private long memory() {
    return usage.demand(NOON).target().of(ResourceKind.MEMORY).orElseThrow();
  }

  @Test
  void aCountThatGrowsIsAKillAndOneThatWasThereIsNot() {
    minute(0, load("old", NOON.minusSeconds(9000), 3, 0, NOON));
    assertThat(usage.strain().kills()).isEmpty();
    long before = memory();
    Instant later = NOON.plusSeconds(60);
    minute(1, load("old", NOON.minusSeconds(9000), 4, 0, later));
    minute(2, load("old", NOON.minusSeconds(9000), 4, 0, NOON.plusSeconds(120)));
    assertThat(usage.strain().kills())
        .containsExactly(new Strain.Kill(later, NOON.minusSeconds(9000)));
    // It had 1 GiB: a fifth more is needed.
    assertThat(memory()).isGreaterThan(before).isGreaterThan(1228L << 20);
    minute(3, load("new", NOON.plusSeconds(150), 1, 0, NOON.plusSeconds(180)));
    assertThat(usage.strain().kills()).hasSize(2);
  }

  @Test
  void aTaskThatEndedForWantOfMemoryCountsOnce() {
    LoadReport.Killed killed =
        new LoadReport.Killed("t1", "s1", NOON.minusSeconds(60), NOON.minusSeconds(5));
    for (int minute = 0; minute < 15; minute++) {
      usage.feed(List.of(), List.of(killed), GIB, NOON.plus(Duration.ofMinutes(minute)));
    }
    assertThat(usage.strain().kills())
        .containsExactly(new Strain.Kill(NOON.minusSeconds(5), NOON.minusSeconds(60)));
    assertThat(memory()).isGreaterThan(1228L << 20);
    usage.feed(List.of(), List.of(), GIB, NOON.plus(Duration.ofHours(3)));
    assertThat(usage.strain().kills()).isEmpty();
  }

  @Test
  void aTaskThatWarmsUpIsNotThrottledForWantOfCpu() {
    minute(
        0,
        load("old", NOON.minusSeconds(9000), 0, 10, NOON),
        load("older", NOON.minusSeconds(9000), 0, 20, NOON),
        load("new", NOON.minusSeconds(60), 0, 100, NOON));
    assertThat(usage.strain().throttled())
        .containsExactly(new Strain.Throttled(NOON, Share.ofPercent(15)));
  }

  @Test
  void whatIsNotKnownIsNoSample() {
    TaskLoad unknown =
        new TaskLoad(
            "t1",
            URI.create("http://agent"),
            NOON.minusSeconds(9000),
            Reading.unknown("x"),
            Reading.unknown("x"),
            Reading.unknown("x"),
            Reading.unknown("x"),
            Reading.<Resources>unknown("x"));
    minute(0, unknown);
    assertThat(usage.demand(NOON).target().isEmpty()).isTrue();
    assertThat(usage.strain()).isEqualTo(Strain.NONE);
    assertThat(usage.isChanged()).isFalse();
  }
}
