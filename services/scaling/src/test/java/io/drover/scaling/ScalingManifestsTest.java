package io.drover.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Cpu;
import io.drover.core.model.ServiceView;
import io.drover.manifests.Policies;
import io.drover.manifests.PolicyReader;
import io.drover.runtime.guard.Mode;
import io.drover.testkit.sim.ServiceSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Manifests in place of labels. */
class ScalingManifestsTest extends SimulatedScaling {
  /** The reference document's manifests as they are. */
  private static Policies reference(String... files) {
    return PolicyReader.read(
        Stream.of(files)
            .collect(
                Collectors.toMap(
                    file -> file,
                    file -> {
                      try {
                        return Files.readString(
                            Path.of("../../src/manifests/src/test/resources/reference", file));
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    })));
  }

  private String application(int replicas, int millicores) {
    return service(
        ServiceSpec.named("medianest_medianest-app")
            .replicas(replicas)
            .reserving(HALF_A_CORE, HALF_A_GIB)
            .label(ServiceView.STACK_LABEL, "medianest"),
        millicores);
  }

  @Test
  void anAutoscalersManifestGovernsAServiceWithoutLabels() {
    String app = application(2, 450);
    manifests = reference("hpa.yaml");
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    clock.advance(Duration.ofSeconds(61));
    round(steps);
    // 90 % of what is reserved, against 70 %, for a whole stabilization window.
    assertThat(swarm.replicas(app)).isEqualTo(3);
    assertThat(last("medianest_medianest-app").summary()).contains("from 2 to 3");
    assertThat(board.named("medianest_medianest-app").orElseThrow().max()).isEqualTo(10);
    manifests = Policies.NONE;
    int before = recorded.size();
    round(steps);
    assertThat(recorded).hasSize(before);
    assertThat(board.named("medianest_medianest-app")).isEmpty();
  }

  @Test
  void twoManifestsForOneServiceAreLeftToTheOperator() {
    String app = application(2, 450);
    manifests = reference("hpa.yaml", "scheduled-hpa.yaml");
    round(steps(Mode.ENFORCE));
    assertThat(swarm.updates(app)).isZero();
    assertThat(codes(last("medianest_medianest-app"))).containsExactly("AmbiguousSelector");
    assertThat(last("medianest_medianest-app").summary())
        .contains("medianest-app-hpa", "medianest-scheduled-hpa", "drover.io/schedule");
  }

  @Test
  void whatWasChangedWhileItWasLeftAloneIsNotPutBack() {
    String app = application(2, 450);
    manifests = reference("hpa.yaml");
    ScalingSteps steps = steps(Mode.ENFORCE);
    round(steps);
    clock.advance(Duration.ofSeconds(61));
    round(steps);
    assertThat(swarm.replicas(app)).isEqualTo(3);
    manifests = reference("hpa.yaml", "scheduled-hpa.yaml");
    round(steps);
    swarm.rewrite(app, swarm.spec(app).replace("\"Replicas\":3", "\"Replicas\":2"));
    assertThat(swarm.replicas(app)).isEqualTo(2);
    load.put(app, Cpu.ofMillicores(350));
    round(steps);
    manifests = reference("hpa.yaml");
    clock.advance(Duration.ofMinutes(20));
    round(steps);
    assertThat(swarm.replicas(app)).isEqualTo(2);
  }

  @Test
  void mistakesInFilesAreInTheStatusAndTheServiceIsLeftAlone() {
    String app = application(2, 450);
    manifests =
        PolicyReader.read(
            Map.of(
                "wrong.yaml",
                """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: a}
                spec: {scaleTargetRef: {kind: Deployment, name: medianest-app}, maxReplica: 5}
                """));
    round(steps(Mode.ENFORCE));
    assertThat(swarm.updates(app)).isZero();
    assertThat(codes(last("medianest_medianest-app"))).containsOnly("PolicyRejected").hasSize(2);
    assertThat(dependencies.all())
        .anyMatch(
            one ->
                one.name().equals("manifests")
                    && !one.up()
                    && one.reason().contains("wrong.yaml:4: spec.maxReplica: is no field here"));
  }
}
