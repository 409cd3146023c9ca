package io.drover.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.model.Field;
import io.drover.agent.model.VolumeSize;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VolumesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private final Volumes volumes = new Volumes();

  @Test
  void nobodyKnowsWhichThereAreBeforeTheEngineSaidIt() {
    volumes.failed("no engine");
    assertThat(volumes.all()).isEmpty();
    assertThat(volumes.failure()).isEqualTo("no engine");
  }

  @Test
  void aNewVolumeIsUnknownUntilItWasMeasured() {
    volumes.listed(Map.of("a", "shop"));
    volumes.measured(Map.of("a", Field.known(5), "gone", Field.known(6)), NOW);
    volumes.listed(Map.of("a", "shop", "b", ""));
    assertThat(volumes.all().orElseThrow())
        .containsExactly(
            new VolumeSize("a", "shop", Field.known(5), NOW),
            new VolumeSize("b", "", Field.unknown("not measured yet"), Instant.EPOCH));
    volumes.failed("no answer");
    assertThat(volumes.all().orElseThrow())
        .containsExactly(
            new VolumeSize("a", "shop", Field.known(5), NOW),
            new VolumeSize("b", "", Field.unknown("no answer"), Instant.EPOCH));
    volumes.listed(Map.of("b", ""));
    assertThat(volumes.all().orElseThrow()).extracting(VolumeSize::name).containsExactly("b");
  }
}
