package io.drover.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.HorizontalSpec.Behavior;
import io.drover.core.policy.HorizontalSpec.Direction;
import io.drover.core.policy.HorizontalSpec.Metric;
import io.drover.core.policy.HorizontalSpec.Policy;
import io.drover.core.policy.HorizontalSpec.Select;
import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.HorizontalSpec.Target;
import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests become policies; what the API server would refuse is refused with its line. */
class PolicyReaderTest {
  private static final String HPA =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata:
        name: web
        annotations: {}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
        maxReplicas: 5
      """;

  private static Policies read(String text) {
    return PolicyReader.read(Map.of("f.yaml", text));
  }

  private static Policies reference(String file) throws IOException {
    Path path = Path.of("src/test/resources/reference", file);
    return PolicyReader.read(Map.of(file, Files.readString(path)));
  }

  private static HorizontalManifest horizontal(Policies policies) {
    assertThat(policies.problems()).isEmpty();
    assertThat(policies.described()).singleElement().isInstanceOf(HorizontalManifest.class);
    return (HorizontalManifest) policies.described().getFirst();
  }

  @Test
  void theReferencesAutoscalerIsReadVerbatim() throws IOException {
    HorizontalManifest read = horizontal(reference("hpa.yaml"));
    assertThat(read.target()).isEqualTo(new TargetName("medianest", "medianest-app"));
    assertThat(read.isScheduled()).isFalse();
    assertThat(read.spec())
        .isEqualTo(
            new HorizontalSpec(
                2,
                10,
                List.of(
                    new Metric(Source.RESOURCE, "cpu", new Target.Utilization(70)),
                    new Metric(Source.RESOURCE, "memory", new Target.Utilization(80)),
                    new Metric(
                        Source.PODS,
                        "nginx_http_requests_per_second",
                        new Target.AverageValue(100_000))),
                new Behavior.Rules(
                    new Direction(
                        Duration.ofSeconds(60),
                        Select.MAX,
                        List.of(new Policy.Percent(50, Duration.ofSeconds(60))),
                        0.1),
                    new Direction(
                        Duration.ofSeconds(300),
                        Select.MAX,
                        List.of(new Policy.Percent(10, Duration.ofSeconds(60))),
                        0.1))));
  }

  @Test
  void theReferencesScheduledAutoscalerHasTheDefaultMetricAndNoNamespace() throws IOException {
    HorizontalManifest read = horizontal(reference("scheduled-hpa.yaml"));
    assertThat(read.target()).isEqualTo(new TargetName("", "medianest-app"));
    assertThat(read.spec().metrics())
        .containsExactly(new Metric(Source.RESOURCE, "cpu", new Target.Utilization(80)));
    assertThat(read.spec().max()).isEqualTo(6);
  }

  @Test
  void theReferencesVerticalAutoscalerIsReadVerbatim() throws IOException {
    Policies policies = reference("vpa.yaml");
    assertThat(policies.problems()).isEmpty();
    VerticalManifest read = (VerticalManifest) policies.described().getFirst();
    assertThat(read.target()).isEqualTo(new TargetName("medianest", "postgres"));
    assertThat(read.policy())
        .isEqualTo(
            new ResizePolicy(
                ResizePolicy.Mode.AUTO,
                Resources.NONE.withCpu(Cpu.ofMillicores(1000)).withMemory(Bytes.ofMebibytes(4096)),
                Resources.NONE.withCpu(Cpu.ofMillicores(8000)).withMemory(Bytes.ofMebibytes(32768)),
                Set.of(ResourceKind.CPU, ResourceKind.MEMORY),
                ResizePolicy.Values.REQUESTS_AND_LIMITS));
  }

  @Test
  void manifestsOfOtherKindsAreNoMistakes() throws IOException {
    Policies policies = reference("custom-metrics.yaml");
    assertThat(policies.problems()).isEmpty();
    assertThat(policies.described()).isEmpty();
    assertThat(policies.others()).hasSize(1);
  }

  @Test
  void versionOneKnowsCpuOnly() {
    HorizontalManifest read =
        horizontal(
            read(
                """
                apiVersion: autoscaling/v1
                kind: HorizontalPodAutoscaler
                metadata: {name: web, namespace: shop}
                spec:
                  scaleTargetRef: {kind: Deployment, name: web}
                  minReplicas: 3
                  maxReplicas: 5
                  targetCPUUtilizationPercentage: 55
                """));
    assertThat(read.spec())
        .isEqualTo(
            new HorizontalSpec(
                3,
                5,
                List.of(new Metric(Source.RESOURCE, "cpu", new Target.Utilization(55))),
                new Behavior.Legacy()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maxReplicas: 5 | maxReplica: 5 | 6: spec.maxReplicas: is missing",
        "maxReplicas: 5 | maxReplicas: 0 | 8: spec.maxReplicas: expected a whole number of at least 1",
        "maxReplicas: 5 | {maxReplicas: 5 | 10: not YAML",
        "autoscaling/v2 | autoscaling/v2beta2 | 1: apiVersion: expected autoscaling/v2 or autoscaling/v1 in place of \"autoscaling/v2beta2\"",
        "name: web} | nam: web} | 7: spec.scaleTargetRef.nam: is no field here; there are apiVersion, kind, name",
        "annotations: {} | annotations: {drover.io/shedule: x} | 5: metadata.annotations: drover.io/shedule: is unknown",
        "annotations: {} | annotations: {drover.io/schedule: always} | 5: metadata.annotations: drover.io/schedule: ",
        "annotations: {} | annotations: {drover.io/schedule: ''} | 5: metadata.annotations: drover.io/schedule: expected a window",
        "annotations: {} | annotations: {drover.io/schedule: '0 8 * * * for 1h: min=6'} | 5: metadata.annotations: drover.io/schedule: ",
        "annotations: {} | annotations: {drover.io/metric.queue.query: x} | 5: metadata.annotations: drover.io/metric.queue.query: names a metric that the spec does not have",
      })
  void mistakesAreToldWithTheirLine(String before, String after, String problem) {
    Policies policies = read(HPA.replace(before.strip(), after.strip()));
    assertThat(policies.described()).noneMatch(HorizontalManifest.class::isInstance);
    assertThat(policies.problems())
        .map(ManifestProblem::toString)
        .anyMatch(told -> told.startsWith("f.yaml:" + problem));
  }

  @Test
  void mistakesInMetricsAndBehaviorAreAllTold() {
    Policies policies =
        read(
            HPA
                + """
                  metrics:
                  - type: Resource
                    resource: {name: disk, target: {type: Utilization, averageUtilization: 50}}
                  - type: Pod
                  - type: Pods
                    pods: {metric: {name: rps}, target: {type: AverageValue}}
                  - type: External
                    external:
                      metric: {name: queue, selector: {matchLabels: {a: b}}}
                      target: {type: Value, value: "0"}
                  behavior:
                    scaleUp: {selectPolicy: Most, policies: [{type: Pods, value: 0, periodSeconds: 1801}]}
                    scaleDown: {policies: [], window: 5}
                """);
    assertThat(policies.problems())
        .map(problem -> problem.line() + " " + problem.message())
        .containsExactly(
            "11 spec.metrics[0].resource.name: expected cpu or memory",
            "12 spec.metrics[1].type: expected Resource, ContainerResource, Pods, Object or External",
            "14 spec.metrics[2].pods.target: names no value that a metric of this type can be held to",
            "17 selector: expected the annotation drover.io/metric.queue.query beside it, whose PromQL takes its place",
            "18 spec.metrics[3].external.target.value: must be more than 0",
            "20 spec.behavior.scaleUp.policies[0].value: expected a whole number of at least 1",
            "20 spec.behavior.scaleUp.policies[0].periodSeconds: expected a whole number from 1 to 1800",
            "20 spec.behavior.scaleUp.selectPolicy: expected Max, Min or Disabled",
            "21 spec.behavior.scaleDown.window: is no field here; there are stabilizationWindowSeconds, selectPolicy, policies, tolerance",
            "21 spec.behavior.scaleDown.policies: needs at least one policy");
    assertThat(policies.described()).singleElement().isInstanceOf(WrongManifest.class);
  }

  @Test
  void windowsTakeTheSpecsBoundsUnlessTheyHaveTheirOwn() {
    HorizontalManifest read =
        horizontal(
            read(
                HPA.replace(
                    "annotations: {}",
                    "annotations: {drover.io/schedule: '0 8 * * MON-FRI Europe/Berlin for 9h; 0 20 * * * for 1h: min=2 max=9'}")));
    assertThat(read.windows())
        .map(window -> window.window().toString())
        .containsExactly(
            "0 8 * * MON-FRI Europe/Berlin for 9h: min=1 max=5", "0 20 * * * for 1h: min=2 max=9");
  }

  @Test
  void aQueryTakesThePlaceOfASelector() {
    HorizontalManifest read =
        horizontal(
            read(
                HPA.replace(
                        "annotations: {}", "annotations: {drover.io/metric.queue.query: sum(q)}")
                    + """
                      metrics:
                      - type: External
                        external:
                          metric: {name: queue, selector: {matchLabels: {a: b}}}
                          target: {type: AverageValue, averageValue: 5}
                    """));
    assertThat(read.queries()).containsExactly(Map.entry("queue", "sum(q)"));
  }

  @Test
  void oneWrongManifestDoesNotHideTheNext() {
    Policies policies = read(HPA.replace("maxReplicas: 5", "maxReplicas: x") + "---\n" + HPA);
    assertThat(policies.described()).hasSize(2);
    assertThat(policies.described().getLast()).isInstanceOf(HorizontalManifest.class);
    assertThat(policies.problems()).hasSize(1);
  }

  @Test
  void wrongVerticalOnesAreToldWithTheirLine() throws IOException {
    String vpa = Files.readString(Path.of("src/test/resources/reference/vpa.yaml"));
    Policies policies =
        read(
            vpa.replace("cpu: \"1\"", "cpu: \"9\"")
                .replace("RequestsAndLimits", "Everything")
                .replace("\"Auto\"", "Sometimes"));
    assertThat(policies.problems())
        .map(problem -> problem.line() + " " + problem.message())
        .containsExactly(
            "12 spec.updatePolicy.updateMode: expected Off, Initial, Recreate, InPlaceOrRecreate or Auto",
            "19 spec.resourcePolicy.containerPolicies[0].minAllowed: more cpu than maxAllowed",
            "23 spec.resourcePolicy.containerPolicies[0].controlledValues: expected RequestsAndLimits or RequestsOnly");
  }
}
