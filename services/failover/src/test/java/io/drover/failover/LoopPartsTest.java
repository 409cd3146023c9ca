package io.drover.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.failover.site.DescriptionFile;
import io.drover.runtime.time.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What loops take from the parts that they share. */
class LoopPartsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path folder;

  private LoopParts parts(Path description) {
    return new LoopParts(
        null,
        new DescriptionFile(description),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        () -> new Moment(0, NOW));
  }

  @Test
  void thePeriodIsAsDescribedElseASecond() throws IOException {
    Path file = folder.resolve("failover.yml");
    assertThat(parts(file).period()).isEqualTo(Duration.ofSeconds(1));
    Files.writeString(file, "sites: [");
    assertThat(parts(file).period()).isEqualTo(Duration.ofSeconds(1));
    Files.writeString(
        file,
        """
        sites:
        - {name: one, engine: tcp://10.0.0.1, entries: [{name: a, check: http://10.0.0.1/}]}
        - {name: two, engine: tcp://10.0.0.2, entries: [{name: b, check: http://10.0.0.2/}]}
        witnesses: [{name: w, agent: http://10.0.0.3:9480}]
        records: [{name: app.example.org, addresses: {one: [10.0.0.1], two: [10.0.0.2]}}]
        dns: {zone: example.org, key: /key, servers: [10.0.0.9]}
        stacks: [{name: shop, order: [db, web]}]
        policy: {period: 5s}
        """);
    assertThat(parts(file).period()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void nowIsTheTimeOfDay() {
    assertThat(parts(folder.resolve("none")).now()).isEqualTo(NOW);
  }
}
