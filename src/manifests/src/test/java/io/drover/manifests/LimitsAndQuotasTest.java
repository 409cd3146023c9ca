package io.drover.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Quantity;
import io.drover.core.model.Resources;
import io.drover.core.policy.QuotaResource;
import io.drover.core.policy.ResourceKind;
import io.drover.core.policy.StackLimits;
import io.drover.core.policy.StackQuota;
import io.drover.core.policy.TaskBounds;
import io.drover.core.policy.VolumeBounds;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LimitRanges and ResourceQuotas, as strictly as the API server reads them. */
class LimitsAndQuotasTest {
  private static final String RANGE =
      """
      apiVersion: v1
      kind: LimitRange
      metadata: {name: l, namespace: shop}
      spec:
        limits:
        - type: Container
      """;
  private static final String QUOTA =
      """
      apiVersion: v1
      kind: ResourceQuota
      metadata:
        name: q
        namespace: shop
        annotations: {}
      spec:
        hard:
          pods: 5
      """;

  private static Policies read(String text) {
    return PolicyReader.read(Map.of("f.yaml", text));
  }

  private static Policies reference(String file) throws IOException {
    return read(Files.readString(Path.of("src/test/resources/reference", file)));
  }

  private static TaskBounds bounds(String items) {
    Policies policies = read(RANGE + items.indent(2));
    assertThat(policies.problems()).isEmpty();
    return policies.limits().getFirst().limits().tasks().getFirst();
  }

  private static Resources cpu(long millicores) {
    return Resources.NONE.withCpu(Cpu.ofMillicores(millicores));
  }

  @Test
  void theReferencesLimitRangeIsReadVerbatim() throws IOException {
    Policies policies = reference("limit-range.yaml");
    assertThat(policies.problems()).isEmpty();
    assertThat(policies.limitsOf("medianest"))
        .containsExactly(
            new StackLimits(
                "medianest",
                "medianest-limits",
                List.of(
                    new TaskBounds(
                        cpu(1000).withMemory(Bytes.ofMebibytes(2048)),
                        cpu(500).withMemory(Bytes.ofMebibytes(1024)),
                        Resources.NONE,
                        Resources.NONE,
                        Map.of())),
                new VolumeBounds(Map.of(VolumeBounds.Bound.DEFAULT, Bytes.ofMebibytes(10 * 1024L))),
                List.of()));
    assertThat(policies.limitsOf("other")).isEmpty();
  }

  @Test
  void theReferencesQuotaIsReadVerbatim() throws IOException {
    Policies policies = reference("resource-quota.yaml");
    assertThat(policies.problems()).isEmpty();
    StackQuota quota = policies.quotasOf("medianest").getFirst();
    assertThat(quota.name()).isEqualTo("medianest-quota");
    assertThat(quota.strict()).isFalse();
    assertThat(
            quota.hard().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(hard -> hard.getKey().key() + "=" + hard.getValue())
                .collect(Collectors.joining(" ")))
        .isEqualTo(
            "requests.cpu=20 requests.memory=64Gi limits.cpu=40 limits.memory=128Gi pods=50"
                + " services=10 persistentvolumeclaims=20 secrets=20 configmaps=20");
  }

  @Test
  void whatIsMissingFollowsFromWhatIsThere() {
    TaskBounds byMax = bounds("  max: {cpu: 2}");
    assertThat(byMax.limits()).isEqualTo(cpu(2000));
    assertThat(byMax.requests()).isEqualTo(cpu(2000));
    TaskBounds byMin = bounds("  min: {cpu: 100m}");
    assertThat(byMin.limits()).isEqualTo(Resources.NONE);
    assertThat(byMin.requests()).isEqualTo(cpu(100));
    TaskBounds byDefault = bounds("  default: {cpu: 1}\n  max: {cpu: 2}\n  min: {cpu: 100m}");
    assertThat(byDefault.limits()).isEqualTo(cpu(1000));
    assertThat(byDefault.requests()).isEqualTo(cpu(1000));
    TaskBounds pids = bounds("  max: {pids: 100}");
    assertThat(pids.limits()).isEqualTo(Resources.NONE.withPids(100));
    assertThat(pids.requests()).isEqualTo(Resources.NONE);
  }

  @Test
  void aPodHasBoundsAndNoDefaults() {
    Policies policies =
        read(
            RANGE.replace("Container", "Pod")
                + "    max: {memory: 1Gi}\n    maxLimitRequestRatio: {memory: 2}\n");
    assertThat(policies.problems()).isEmpty();
    TaskBounds bounds = policies.limits().getFirst().limits().tasks().getFirst();
    assertThat(bounds.limits()).isEqualTo(Resources.NONE);
    assertThat(bounds.requests()).isEqualTo(Resources.NONE);
    assertThat(bounds.max()).isEqualTo(Resources.NONE.withMemory(Bytes.ofMebibytes(1024)));
    assertThat(bounds.ratios()).isEqualTo(Map.of(ResourceKind.MEMORY, new BigDecimal(2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{min: {cpu: 2}, max: {cpu: 1}} | limits[1].min.cpu: 2 is more than max 1",
        "{min: {cpu: 2}, default: {cpu: 1}} | limits[1].min.cpu: 2 is more than default 1",
        "{min: {cpu: 2}, defaultRequest: {cpu: 1}} | limits[1].min.cpu: 2 is more than defaultRequest 1",
        "{defaultRequest: {cpu: 2}, default: {cpu: 1}} | limits[1].defaultRequest.cpu: 2 is more than default 1",
        "{defaultRequest: {cpu: 2}, max: {cpu: 1}} | limits[1].defaultRequest.cpu: 2 is more than max 1",
        "{default: {memory: 2Gi}, max: {memory: 1Gi}} | limits[1].default.memory: 2Gi is more than max 1Gi",
        "{maxLimitRequestRatio: {cpu: 500m}} | limits[1].maxLimitRequestRatio.cpu: 500m is less than 1",
        "{min: {cpu: 1}, max: {cpu: 2}, maxLimitRequestRatio: {cpu: 3}} | limits[1].maxLimitRequestRatio.cpu: 3 is more than max 2 by min 1",
        "{default: {cpu: -1}} | limits[1].default.cpu: \"-1\" is not a quantity of at least 0",
        "{default: {cpu: 1e10}} | limits[1].default.cpu: \"10e9\": expected an amount of CPU from 0 to 9223372036 cores",
        "{default: {disk: 1}} | limits[1].default.disk: is no resource of a task here; there are cpu, memory, pids",
        "{defaultRequest: {pids: 1}} | limits[1].defaultRequest.pids: is no resource of a task here; there are cpu, memory",
        "{maximum: {cpu: 1}} | limits[1].maximum: is no field here; there are type, default, defaultRequest, min, max, maxLimitRequestRatio",
        "{type: Pod, default: {cpu: 1}} | limits[1].default: may not be given for type Pod",
        "{type: Container} | limits[1].type: there is one of this type already",
        "{type: Node} | limits[1].type: expected Container, Pod or PersistentVolumeClaim",
        "{type: PersistentVolumeClaim} | limits[1].type: needs a default, min or max of storage",
        "{type: PersistentVolumeClaim, max: {cpu: 1}} | limits[1].max.cpu: is no field here; there are storage",
        "{} | limits[1].type: is missing",
      })
  void mistakesInALimitRangeAreTold(String item, String problem) {
    String typed =
        item.contains("type:") || item.equals("{}") ? item : item.replaceFirst("\\{", "{type: X, ");
    String text =
        typed.contains("type: X")
            ? RANGE.replace("Container", "Pod")
                + "  - "
                + typed.replace("type: X", "type: Container")
            : RANGE + "  - " + typed;
    Policies policies = read(text);
    assertThat(policies.limits()).isEmpty();
    assertThat(policies.problems())
        .map(ManifestProblem::toString)
        .contains("f.yaml:7: spec." + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "pods: 5 | request.cpu: 5 | 9: spec.hard.request.cpu: is nothing that a quota bounds; there are requests.cpu,",
        "pods: 5 | pods: 1.5 | 9: spec.hard.pods: 1500m is no whole number",
        "pods: 5 | pods: many | 9: spec.hard.pods: \"many\" is not a quantity of at least 0",
        "hard: | harder: | 8: spec.harder: is no field here; there are hard, scopes, scopeSelector",
        "hard: | hard: {}\\n  scopes: [BestEffort]\\n  x: | 9: spec.scopes: can't be told apart",
        "apiVersion: v1 | apiVersion: v2 | 1: apiVersion: expected v1 in place of \"v2\"",
        "namespace: shop | labels: {} | 3: metadata.namespace: is missing: the name of the stack",
        "annotations: {} | annotations: {drover.io/quota: hard} | 6: metadata.annotations: drover.io/quota: ",
        "annotations: {} | annotations: {drover.io/schedule: x} | 6: metadata.annotations: drover.io/schedule: is unknown; there is drover.io/quota",
      })
  void mistakesInAQuotaAreTold(String before, String after, String problem) {
    Policies policies = read(QUOTA.replace(before, after.replace("\\n", "\n")));
    assertThat(policies.quotas()).isEmpty();
    assertThat(policies.problems())
        .map(ManifestProblem::toString)
        .anyMatch(told -> told.startsWith("f.yaml:" + problem));
  }

  @Test
  void cpuIsRequestsCpuAndTheSmallerOfTwoHolds() {
    Policies policies =
        read(
            QUOTA.replace(
                "pods: 5",
                "cpu: 4\n    requests.cpu: 3\n    count/services: 2\n    limits.pids: 9"));
    assertThat(policies.problems()).isEmpty();
    assertThat(policies.quotasOf("shop").getFirst().hard())
        .isEqualTo(
            Map.of(
                QuotaResource.REQUESTS_CPU, Quantity.of(3),
                QuotaResource.SERVICES, Quantity.of(2),
                QuotaResource.LIMITS_PIDS, Quantity.of(9)));
  }

  @Test
  void whatASwarmDoesNotHaveIsPassedOverAndTold() {
    Policies policies =
        read(
            QUOTA.replace("pods: 5", "pods: 5\n    services.nodeports: 2\n    count/jobs.batch: 1")
                + "---\n"
                + RANGE
                + "    default: {cpu: 1, ephemeral-storage: 1Gi}\n");
    assertThat(policies.problems()).isEmpty();
    assertThat(policies.quotas().getFirst().quota().passedOver())
        .containsExactly("services.nodeports", "count/jobs.batch");
    assertThat(policies.limits().getFirst().limits().passedOver())
        .containsExactly("Container default ephemeral-storage");
  }

  @Test
  void anAnnotationMakesAQuotaStrict() {
    Policies policies =
        read(QUOTA.replace("annotations: {}", "annotations: {drover.io/quota: strict}"));
    assertThat(policies.quotas().getFirst().quota().strict()).isTrue();
    assertThat(policies.quotas().getFirst().manifest().origin())
        .isEqualTo("ResourceQuota q (f.yaml:1)");
  }
}
