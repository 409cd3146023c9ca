package io.drover.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.model.Container;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two events make a kill, whichever comes first. */
class OomKillsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private final OomKills kills = new OomKills();

  private static Container container(String id) {
    return new Container(id, id, "web:1", 1, "", NOON.minusSeconds(60), Map.of());
  }

  @Test
  void memoryRanOutAndThenItDied() {
    kills.outOfMemory("c1");
    assertThat(kills.since(Instant.EPOCH)).isEmpty();
    kills.died(container("c1"), "137", NOON);
    assertThat(kills.since(NOON)).containsExactly(new OomKills.Killed(container("c1"), NOON));
    assertThat(kills.since(NOON.plusSeconds(1))).isEmpty();
  }

  @Test
  void itDiedAndThenItWasSaidThatMemoryHadRunOut() {
    kills.died(container("c1"), "137", NOON);
    kills.outOfMemory("c1");
    assertThat(kills.since(NOON)).hasSize(1);
    kills.outOfMemory("c1");
    assertThat(kills.since(NOON)).hasSize(1);
  }

  @Test
  void oneThatNobodySampledIsKnownByTheEventOfItsEnd() {
    Map<String, String> told =
        Map.of(
            "name", "web.1.t1",
            "image", "web:1",
            "exitCode", "137",
            "com.docker.swarm.service.name", "web",
            "com.docker.swarm.task.id", "t1");
    kills.outOfMemory("c1");
    kills.died(OomKills.ended("c1", told, NOON), "137", NOON);
    Container container = kills.since(NOON).getFirst().container();
    assertThat(container.id()).isEqualTo("c1");
    assertThat(container.service()).isEqualTo("web");
    assertThat(container.taskId()).isEqualTo("t1");
  }

  @Test
  void aKillForOtherReasonsIsNone() {
    kills.died(container("c1"), "137", NOON);
    kills.outOfMemory("c2");
    kills.died(container("c2"), "0", NOON);
    kills.died(container("c2"), "137", NOON);
    assertThat(kills.since(Instant.EPOCH)).isEmpty();
  }

  @Test
  void aStormIsRememberedInPart() {
    for (int i = 0; i < 1000; i++) {
      kills.outOfMemory("c" + i);
      kills.died(container("c" + i), "137", NOON);
    }
    assertThat(kills.since(NOON)).hasSize(256);
    assertThat(kills.since(NOON).getLast().container().id()).isEqualTo("c999");
  }
}
