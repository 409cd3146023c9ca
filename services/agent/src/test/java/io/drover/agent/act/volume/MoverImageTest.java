package io.drover.agent.act.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How a mover is started, from what an image of the agent starts with. */
class MoverImageTest {
  @Test
  void aNativeBinaryTakesItsHeapAndWhatItIsAndNothingOfAJvm() {
    assertThat(
            MoverImage.command(
                List.of("/app/service", "-Xmx16m", "-Xmn2m", "-Djava.io.tmpdir=/tmp"), List.of()))
        .containsExactly(
            "/app/service",
            "-Xmx16m",
            "-Xmn2m",
            "-Djava.io.tmpdir=/tmp",
            "-Xmx44m",
            "-Xmn14m",
            "-Ddrover.mover=true");
  }

  @Test
  void aJvmTakesItsOptionsBeforeTheApplication() {
    List<String> command =
        MoverImage.command(List.of("/java", "-Xmx32m", "-jar", "agent.jar"), List.of());
    assertThat(command)
        .startsWith("/java", "-Xmx32m", "-Xmx44m")
        .contains("-Xlog:disable")
        .endsWith("-Ddrover.mover=true", "-jar", "agent.jar");
  }

  @Test
  void withoutAnEntryPointTheArgumentsAreTheCommand() {
    assertThat(MoverImage.command(List.of(), List.of("/app/service")))
        .containsExactly("/app/service", "-Xmx44m", "-Xmn14m", "-Ddrover.mover=true");
  }
}
