package io.drover.scaling.decide.vertical;

import static io.drover.scaling.Views.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.policy.PolicyParser;
import io.drover.core.policy.ResizePolicy.Mode;
import io.drover.core.policy.ResourceKind;
import io.drover.manifests.Described;
import io.drover.manifests.PolicyReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who says what size tasks have, and when nobody does. */
class SizeRulesTest {
  private static final Map<String, String> AUTO = Map.of("drover.resize.mode", "auto");

  private static final String VPA =
      """
      apiVersion: autoscaling.k8s.io/v1
      kind: VerticalPodAutoscaler
      metadata:
        name: NAME
      spec:
        targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
        updatePolicy: {updateMode: MODE}
      """;

  private static final String HPA =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata:
        name: web
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
        maxReplicas: 4
      """;

  private static SizeRules rules(Map<String, String> labels, Map<String, String> files) {
    List<Described> manifests = PolicyReader.read(files).described();
    return SizeRules.of(PolicyParser.parse(service(2, labels)), manifests);
  }

  private static String vpa(String name, String mode) {
    return VPA.replace("NAME", name).replace("MODE", mode);
  }

  @Test
  void nobodyAsks() {
    assertThat(rules(Map.of(), Map.of())).isEqualTo(new SizeRules.None());
    assertThat(rules(Map.of("drover.resize.mode", "off"), Map.of()))
        .isEqualTo(new SizeRules.None());
    assertThat(rules(Map.of("drover.resize.mode", "maybe"), Map.of()))
        .isEqualTo(new SizeRules.None());
    assertThat(rules(Map.of(), Map.of("a.yaml", HPA))).isEqualTo(new SizeRules.None());
  }

  @Test
  void labelsOrAManifestAlone() {
    SizeRules.Hold labelled = (SizeRules.Hold) rules(AUTO, Map.of());
    assertThat(labelled.origin()).isEqualTo("labels");
    assertThat(labelled.policy().mode()).isEqualTo(Mode.AUTO);
    assertThat(labelled.scaledOut()).isEmpty();
    SizeRules.Hold written =
        (SizeRules.Hold)
            rules(Map.of("drover.mode", "observe"), Map.of("a.yaml", vpa("a", "Initial")));
    assertThat(written.origin()).isEqualTo("VerticalPodAutoscaler a (a.yaml:1)");
    assertThat(written.policy().mode()).isEqualTo(Mode.INITIAL);
    assertThat(written.observing()).isTrue();
  }

  @Test
  void severalAreAmbiguous() {
    String a = vpa("a", "Auto");
    assertThat(rules(AUTO, Map.of("a.yaml", a)))
        .isEqualTo(
            new SizeRules.Ambiguous(
                "resized by its labels drover.resize.* and by VerticalPodAutoscaler a (a.yaml:1): none of them acts; take all but one away"));
    assertThat(rules(Map.of(), Map.of("a.yaml", a, "b.yaml", vpa("b", "Auto"))))
        .isInstanceOf(SizeRules.Ambiguous.class);
  }

  @Test
  void whatAManifestScalesOutByIsKnown() {
    // Without metrics it holds CPU at 80 %, as in Kubernetes.
    SizeRules.Hold both = (SizeRules.Hold) rules(AUTO, Map.of("hpa.yaml", HPA));
    assertThat(both.scaledOut()).containsExactly(ResourceKind.CPU);
    String memory =
        HPA
            + "  metrics: [{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}]\n";
    assertThat(((SizeRules.Hold) rules(AUTO, Map.of("hpa.yaml", memory))).scaledOut()).isEmpty();
  }

  @Test
  void aManifestWithMistakesIsSaid() {
    assertThat(rules(Map.of(), Map.of("a.yaml", vpa("a", "Sometimes"))))
        .isInstanceOfSatisfying(
            SizeRules.Wrong.class,
            wrong -> assertThat(wrong.problems()).singleElement().asString().contains("a.yaml"));
  }
}
