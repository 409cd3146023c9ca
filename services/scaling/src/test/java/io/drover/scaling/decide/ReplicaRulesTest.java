package io.drover.scaling.decide;

import static io.drover.scaling.Views.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.ServiceView;
import io.drover.core.policy.HorizontalSpec.Metric;
import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.HorizontalSpec.Target;
import io.drover.core.policy.PolicyParser;
import io.drover.core.policy.ScaleTarget.MetricSource;
import io.drover.manifests.Described;
import io.drover.manifests.PolicyReader;
import io.drover.scaling.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of labels and manifests holds; it is noon in UTC. */
class ReplicaRulesTest {
  private static final Map<String, String> SCALED =
      Map.of("drover.scale.min", "1", "drover.scale.max", "4", "drover.scale.cpu", "50%");

  private static final String OPEN = "0 11 * * * for 2h";
  private static final String CLOSED = "0 18 * * * for 2h";

  private final List<Described> manifests = new ArrayList<>();

  /** An autoscaler of up to so many tasks; its windows, unless empty. */
  private void given(String name, int max, String schedule) {
    given(name, max, schedule.isEmpty() ? "{}" : "{drover.io/schedule: '" + schedule + "'}", "");
  }

  private void given(String name, int max, String annotations, String metrics) {
    String yaml =
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: %s, annotations: %s}
        spec:
          scaleTargetRef: {kind: Deployment, name: web}
          minReplicas: 2
          maxReplicas: %d
        %s"""
            .formatted(name, annotations, max, metrics);
    manifests.addAll(PolicyReader.read(Map.of(name + ".yaml", yaml)).described());
  }

  private ReplicaRules rules(Map<String, String> labels) {
    ServiceView service = Views.service(2, labels);
    return ReplicaRules.of(service, PolicyParser.parse(service), manifests, NOW);
  }

  private ReplicaRules.Hold held() {
    return (ReplicaRules.Hold) rules(Map.of());
  }

  private String left(Map<String, String> labels, String code) {
    ReplicaRules.Left left = (ReplicaRules.Left) rules(labels);
    assertThat(left.code()).isEqualTo(code);
    return left.why();
  }

  @Test
  void nobodyAsks() {
    assertThat(rules(Map.of())).isEqualTo(new ReplicaRules.None());
    assertThat(rules(Map.of("drover.mode", "observe"))).isEqualTo(new ReplicaRules.None());
  }

  @Test
  void labelsAlone() {
    ReplicaRules.Hold hold = (ReplicaRules.Hold) rules(SCALED);
    assertThat(hold.origin()).isEqualTo("labels");
    assertThat(hold.spec().max()).isEqualTo(4);
  }

  @Test
  void oneAutoscalerAlone() {
    given("a", 9, "");
    assertThat(held().spec().max()).isEqualTo(9);
    assertThat(held().origin()).isEqualTo("HorizontalPodAutoscaler a (a.yaml:1)");
    assertThat(held().bounds().open()).isEmpty();
  }

  @Test
  void labelsBesideAnAutoscalerAreAmbiguous() {
    given("a", 9, "");
    assertThat(left(SCALED, "AmbiguousSelector")).contains("labels drover.scale.*", "a.yaml:1");
  }

  @Test
  void twoAreAmbiguousAndTheWayOutIsNamed() {
    given("a", 9, "");
    given("b", 6, "");
    assertThat(left(Map.of(), "AmbiguousSelector"))
        .contains("a (a.yaml:1)", "b (b.yaml:1)", "drover.io/schedule");
  }

  @Test
  void oneWithAnOpenWindowComesFirst() {
    given("a", 9, "");
    given("b", 6, OPEN);
    assertThat(held().spec().max()).isEqualTo(6);
    assertThat(held().bounds().open()).hasSize(1);
  }

  @Test
  void oneWithClosedWindowsIsNone() {
    given("a", 9, "");
    given("b", 6, CLOSED);
    assertThat(held().spec().max()).isEqualTo(9);
  }

  @Test
  void outsideOfAllWindowsNothingIsDone() {
    given("b", 6, CLOSED);
    assertThat(left(Map.of(), "OutsideSchedule")).contains("b (b.yaml:1)");
  }

  @Test
  void twoOpenWindowsAreAmbiguousAlsoBesideARegularOne() {
    given("a", 9, "");
    given("b", 6, OPEN);
    given("c", 7, OPEN);
    assertThat(left(Map.of(), "AmbiguousSelector"))
        .contains("b.yaml", "c.yaml", "windows are both open")
        .doesNotContain("a.yaml");
  }

  @Test
  void aWindowsOwnBoundsHold() {
    given("b", 6, "0 11 * * * for 2h: min=4 max=8");
    assertThat(held().spec().min()).isEqualTo(4);
    assertThat(held().spec().max()).isEqualTo(8);
  }

  @Test
  void mistakesKeepTheServiceAsItIsAlsoBesideOneThatIsRight() {
    given("a", 9, "");
    given("b", 1, "");
    assertThat(rules(Map.of()))
        .isEqualTo(
            new ReplicaRules.Wrong(
                List.of("b.yaml:6: spec.minReplicas: 2 is more than maxReplicas 1")));
  }

  @Test
  void wrongLabelsKeepItToo() {
    given("a", 9, "");
    assertThat(rules(Map.of("drover.scale.max", "many")))
        .isInstanceOfSatisfying(
            ReplicaRules.Wrong.class, wrong -> assertThat(wrong.problems()).isNotEmpty());
  }

  @Test
  void onlyReplicatedServicesAreScaled() {
    given("a", 9, "");
    ServiceView web = Views.service(2, Map.of());
    ServiceView global =
        new ServiceView(
            web.id(),
            web.name(),
            web.version(),
            new ServiceView.Mode.Global(),
            web.labels(),
            web.containerLabels(),
            web.reservations(),
            web.limits(),
            web.rollout(),
            web.createdAt(),
            web.updatedAt());
    assertThat(ReplicaRules.of(global, PolicyParser.parse(global), manifests, NOW))
        .isInstanceOfSatisfying(
            ReplicaRules.Wrong.class,
            wrong -> assertThat(wrong.problems().getFirst()).contains("not replicated"));
  }

  @Test
  void customMetricsAreAskedForWhereAQueryIsGiven() {
    given(
        "a",
        9,
        "{drover.io/metric.rps.query: 'sum(rate(x[1m]))'}",
        """
          metrics:
          - {type: Pods, pods: {metric: {name: rps}, target: {type: AverageValue, averageValue: 100}}}
          - {type: Pods, pods: {metric: {name: jobs}, target: {type: AverageValue, averageValue: 5}}}
        """);
    assertThat(held().metrics())
        .isEqualTo(
            Map.of(
                "rps", new MetricSource.Query("sum(rate(x[1m]))"),
                "jobs", new MetricSource.Tasks()));
    assertThat(held().spec().metrics())
        .containsExactly(
            new Metric(Source.EXTERNAL, "rps", new Target.AverageValue(100_000)),
            new Metric(Source.PODS, "jobs", new Target.AverageValue(5_000)));
  }
}
