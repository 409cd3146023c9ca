package io.drover.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says, and how it ends. */
class PolicyCheckTest {
  private static final String REFERENCE = "src/test/resources/reference/";

  private static String check(int status, String... files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(PolicyCheck.check(List.of(files), print)).isEqualTo(status);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theReferencesManifestsAreRightAndTheTwoThatCompeteAreNamed() {
    assertThat(
            check(
                0,
                REFERENCE + "hpa.yaml",
                REFERENCE + "scheduled-hpa.yaml",
                REFERENCE + "vpa.yaml",
                REFERENCE + "limit-range.yaml",
                REFERENCE + "resource-quota.yaml",
                REFERENCE + "custom-metrics.yaml"))
        .contains(
            "hpa.yaml:1: HorizontalPodAutoscaler medianest-app-hpa: service medianest_medianest-app, 2 to 10 tasks by cpu, memory, nginx_http_requests_per_second",
            "vpa.yaml:1: VerticalPodAutoscaler postgres-vpa: service medianest_postgres, resizing auto",
            "limit-range.yaml:1: LimitRange medianest-limits: tasks of stack medianest: defaults cpu 500m (limit 1), memory 1Gi (limit 2Gi); volumes up to 10Gi",
            "resource-quota.yaml:1: ResourceQuota medianest-quota: stack medianest together at most requests.cpu 20, requests.memory 64Gi, limits.cpu 40, limits.memory 128Gi, pods 50, services 10, persistentvolumeclaims 20, secrets 20, configmaps 20",
            "custom-metrics.yaml:2: ConfigMap prometheus-rules: not for Drover",
            "warning: medianest-app may be scaled by",
            "drover.io/schedule");
  }

  @Test
  void oneAloneHasNoRival() {
    assertThat(check(0, REFERENCE + "hpa.yaml")).doesNotContain("warning");
  }

  @Test
  void mistakesEndItWithOne(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("wrong.yaml");
    Files.writeString(
        file,
        Files.readString(Path.of(REFERENCE + "hpa.yaml"))
            .replace("maxReplicas: 10", "maxReplicas: 1"));
    assertThat(check(1, file.toString()))
        .isEqualTo(file + ":11: spec.minReplicas: 2 is more than maxReplicas 1\n");
  }

  @Test
  void whatCantBeReadEndsItWithOne(@TempDir Path folder) {
    assertThat(check(1, folder.resolve("none.yaml").toString()))
        .contains("none.yaml: can't be read: NoSuchFileException");
  }
}
