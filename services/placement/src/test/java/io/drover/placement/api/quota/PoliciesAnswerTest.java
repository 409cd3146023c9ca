package io.drover.placement.api.quota;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.manifests.Policies;
import io.drover.manifests.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds, with its source; what is wrong, with its place. */
class PoliciesAnswerTest {
  private static ServiceView service(String name, Map<String, String> labels) {
    return new ServiceView(
        "id-" + name,
        name,
        1,
        new ServiceView.Mode.Replicated(1),
        labels,
        Map.of(),
        Resources.NONE,
        Resources.NONE,
        Rollout.NONE,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  @Test
  void theReferencesManifestsAndLabelsAreShown() throws IOException {
    Path reference = Path.of("../../src/manifests/src/test/resources/reference");
    Policies policies =
        PolicyReader.read(
            Map.of(
                "limits.yaml", Files.readString(reference.resolve("limit-range.yaml")),
                "quota.yaml", Files.readString(reference.resolve("resource-quota.yaml")),
                "wrong.yaml", "apiVersion: v1\nkind: LimitRange\nmetadata: {name: x}\n"));
    JsonNode answer =
        PoliciesAnswer.write(
            policies,
            List.of(
                service("shop_web", Map.of("drover.scale.max", "4")),
                service(
                    "shop_db",
                    Map.of(
                        "drover.quota", "strict",
                        "drover.place.iops", "3000",
                        "drover.node.cpuset", "0-1",
                        "drover.node.memswap", "unlimited")),
                service("shop_bad", Map.of("drover.place.iops", "many")),
                service("plain", Map.of())));
    assertThat(answer.at("/limits/0/source").asText())
        .isEqualTo("LimitRange medianest-limits (limits.yaml:1)");
    assertThat(answer.at("/limits/0/tasks/0").toString())
        .isEqualTo(
            "{\"defaultLimits\":{\"cpu\":\"1\",\"memory\":\"2Gi\"},\"defaultReservations\":{\"cpu\":\"500m\",\"memory\":\"1Gi\"}}");
    assertThat(answer.at("/limits/0/volumes/default").asText()).isEqualTo("10Gi");
    assertThat(answer.at("/quotas/0/hard/limits.memory").asText()).isEqualTo("128Gi");
    assertThat(answer.at("/services").findValuesAsText("service"))
        .containsExactly("shop_bad", "shop_db");
    assertThat(answer.at("/services/0/problems/0").asText()).contains("drover.place.iops");
    assertThat(answer.at("/services/1").toString())
        .contains(
            "\"quota\":\"strict\",\"place\":{\"iops\":3000,\"rebalance\":\"off\"},\"node\":{\"cpuset\":[0,1],\"memswap\":\"unlimited\"}");
    assertThat(answer.at("/problems").toString())
        .contains("wrong.yaml:3: metadata.namespace: is missing: the name of the stack");
  }
}
