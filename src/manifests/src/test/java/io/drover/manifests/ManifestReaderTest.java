package io.drover.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.manifests.ManifestReader.Contents;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
  private static final String NOISE = "\t:-[]{}&*!|>'\"%@`#?,\n\0\u00a0\ud800";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "resource-quota.yaml, v1, ResourceQuota, medianest-quota, medianest",
    "limit-range.yaml, v1, LimitRange, medianest-limits, medianest",
    "hpa.yaml, autoscaling/v2, HorizontalPodAutoscaler, medianest-app-hpa, medianest",
    "custom-metrics.yaml, v1, ConfigMap, prometheus-rules, ''",
    "vpa.yaml, autoscaling.k8s.io/v1, VerticalPodAutoscaler, postgres-vpa, medianest",
    "scheduled-hpa.yaml, autoscaling/v2, HorizontalPodAutoscaler, medianest-scheduled-hpa, ''"
  })
  void everyManifestOfTheReferenceDocumentIsRead(
      String file, String apiVersion, String kind, String name, String namespace)
      throws IOException {
    Contents contents = ManifestReader.read(file, reference(file));
    assertThat(contents.problems()).isEmpty();
    assertThat(contents.manifests())
        .singleElement()
        .satisfies(
            manifest -> {
              assertThat(manifest.apiVersion()).isEqualTo(apiVersion);
              assertThat(manifest.kind()).isEqualTo(kind);
              assertThat(manifest.name()).isEqualTo(name);
              assertThat(manifest.namespace()).isEqualTo(namespace);
            });
  }

  @Test
  void valuesKeepTheirTypesAndLines() throws IOException {
    Manifest hpa = ManifestReader.read("hpa.yaml", reference("hpa.yaml")).manifests().getFirst();
    assertThat(hpa.spec().at("/maxReplicas").intValue()).isEqualTo(10);
    assertThat(hpa.spec().at("/metrics/2/pods/target/averageValue").textValue()).isEqualTo("100");
    assertThat(hpa.source().line("/spec/minReplicas")).isEqualTo(11);
    assertThat(hpa.source().line("/spec/metrics/0/type")).isEqualTo(14);
    assertThat(hpa.source().line("/spec/behavior/scaleUp/selectPolicy"))
        .as("what is missing is reported where it would be")
        .isEqualTo(hpa.source().line("/spec/behavior/scaleUp"));
    Manifest rules =
        ManifestReader.read("c.yaml", reference("custom-metrics.yaml")).manifests().getFirst();
    assertThat(rules.spec().isMissingNode()).isTrue();
    assertThat(rules.content().at("/data/medianest.rules").textValue())
        .contains("record: medianest:queue_depth\n");
  }

  @Test
  void scalarsAreTextsUnlessTheyArePlainNumbersOrTruths() {
    Manifest manifest =
        ManifestReader.read(
                "f",
                """
                apiVersion: v1
                kind: Sample
                metadata: {name: s}
                spec: {a: 12, b: 1.50, c: 0777, d: 1:30, e: 1e3, f: 2026-01-01, g: yes, h: ~,
                       i: "12", j: 99999999999999999999, k: -0, l: 500m, m: .inf}
                """)
            .manifests()
            .getFirst();
    assertThat(manifest.spec().get("a").isIntegralNumber()).isTrue();
    assertThat(manifest.spec().get("b").decimalValue()).isEqualByComparingTo(new BigDecimal("1.5"));
    assertThat(manifest.spec().get("g").booleanValue()).isTrue();
    assertThat(manifest.spec().get("h").isNull()).isTrue();
    assertThat(manifest.spec().get("j").bigIntegerValue()).hasToString("99999999999999999999");
    for (String text : new String[] {"c", "d", "e", "f", "i", "l", "m"}) {
      assertThat(manifest.spec().get(text).isTextual()).as(text).isTrue();
    }
  }

  @Test
  void labelsAndAnnotationsAreTexts() {
    Contents contents =
        ManifestReader.read(
            "f",
            """
            apiVersion: v1
            kind: Sample
            metadata:
              name: s
              labels: {tier: database}
              annotations: {drover.io/schedule: "0 18 * * * for 5h: min=4"}
            """);
    assertThat(contents.manifests().getFirst().labels()).isEqualTo(Map.of("tier", "database"));
    assertThat(contents.manifests().getFirst().annotations())
        .isEqualTo(Map.of("drover.io/schedule", "0 18 * * * for 5h: min=4"));
  }

  @Test
  void everyProblemOfEveryDocumentIsReportedWithItsLine() {
    Contents contents =
        ManifestReader.read(
            "app.yaml",
            """
            # only a comment
            ---
            apiVersion: v1
            kind: Sample
            metadata:
              name: good
            ---
            apiVersion: v1
            kind: [1
            ---
            kind: Sample
            metadata:
              namespace: 5
              labels:
                a/b: 1
            ---
            - a list
            --- # said here
            apiVersion: v1
            kind: Sample
            kind: Other
            metadata: {name: twice, name: again}
            """);
    assertThat(contents.manifests()).extracting(Manifest::name).containsExactly("good");
    assertThat(contents.problems())
        .extracting(ManifestProblem::toString)
        .satisfiesExactly(
            p -> assertThat(p).startsWith("app.yaml:10: not YAML: "),
            p -> assertThat(p).isEqualTo("app.yaml:11: apiVersion: expected a text"),
            p -> assertThat(p).isEqualTo("app.yaml:12: metadata.name: expected a text"),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "app.yaml:13: metadata.namespace: expected a text in place of \"5\""),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "app.yaml:15: metadata.labels: a/b: expected a text in place of \"1\" (quote it)"),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "app.yaml:17: expected a Kubernetes object with apiVersion and kind"),
            p -> assertThat(p).isEqualTo("app.yaml:21: the key kind is there twice"),
            p -> assertThat(p).isEqualTo("app.yaml:22: the key name is there twice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "---\n", "# nothing\n---\n---\n", "\uFEFF"})
  void anEmptyFileHoldsNothing(String text) {
    assertThat(ManifestReader.read("f", text)).isEqualTo(new Contents(List.of(), List.of()));
  }

  @Test
  void aliasesAreFollowedButNotIntoThemselvesNorWithoutBound() {
    String head = "apiVersion: v1\nkind: Sample\nmetadata: {name: s}\n";
    Contents followed = ManifestReader.read("f", head + "spec: {a: &x {n: 1}, b: *x}\n");
    assertThat(followed.manifests().getFirst().spec().at("/b/n").intValue()).isEqualTo(1);
    assertThat(ManifestReader.read("f", head + "spec: &x {a: *x}\n").problems())
        .extracting(ManifestProblem::toString)
        .containsExactly("f:4: an alias inside of what it stands for");
    String many = "spec: {a: &x {n: 1}, b: [" + "*x, ".repeat(11) + "]}\n";
    assertThat(ManifestReader.read("f", head + many).problems()).hasSize(1);
  }

  @Test
  void noTextMakesReadingThrow() throws IOException {
    long seed = Long.getLong("drover.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    String hpa = reference("hpa.yaml");
    for (int i = 0; i < 1_000; i++) {
      StringBuilder text = new StringBuilder(hpa);
      for (int n = random.nextInt(1, 8); n > 0; n--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, NOISE.charAt(random.nextInt(NOISE.length())));
          default -> text.insert(at, hpa, 0, random.nextInt(40));
        }
      }
      Contents contents = read(seed, text.toString());
      assertThat(contents.manifests().size() + contents.problems().size())
          .as("seed %d", seed)
          .isPositive();
    }
  }

  private static Contents read(long seed, String text) {
    try {
      return ManifestReader.read("f", text);
    } catch (RuntimeException thrown) {
      throw new AssertionError("seed " + seed + ":\n" + text, thrown);
    }
  }

  private static String reference(String file) throws IOException {
    try (InputStream in = ManifestReaderTest.class.getResourceAsStream("/reference/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
