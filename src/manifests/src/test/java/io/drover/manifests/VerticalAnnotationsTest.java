package io.drover.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.TimeWindow;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the tasks of a VPA's target may be replaced. */
class VerticalAnnotationsTest {
  private static Policies read(String mode, String annotations) {
    return PolicyReader.read(
        Map.of(
            "vpa.yaml",
            """
            apiVersion: autoscaling.k8s.io/v1
            kind: VerticalPodAutoscaler
            metadata:
              name: db
              annotations:
            %s
            spec:
              targetRef: {apiVersion: apps/v1, kind: Deployment, name: db}
              updatePolicy: {updateMode: %s}
            """
                .formatted(annotations.indent(4).stripTrailing(), mode)));
  }

  private static ResizePolicy policy(String mode, String annotations) {
    Policies policies = read(mode, annotations);
    assertThat(policies.problems()).isEmpty();
    return ((VerticalManifest) policies.described().getFirst()).policy();
  }

  @Test
  void windowsStandOneALineOrWithSemicolons() {
    assertThat(
            policy(
                    "Auto",
                    "drover.io/resize-window: '0 2 * * SUN Europe/Berlin for 3h; 0 3 * * * for 1h'")
                .windows())
        .map(TimeWindow::toString)
        .containsExactly("0 2 * * SUN Europe/Berlin for 3h", "0 3 * * * for 1h");
    assertThat(
            policy(
                    "Auto",
                    """
                    drover.io/resize-window: |
                      0 2 * * SUN for 3h
                      0 3 * * MON for 1h;
                    """)
                .windows())
        .map(TimeWindow::toString)
        .containsExactly("0 2 * * SUN for 3h", "0 3 * * MON for 1h");
    assertThat(policy("Auto", "other.io/x: y").windows()).isEmpty();
  }

  @ParameterizedTest(name = "{0} with a window is {1}, without {2}")
  @CsvSource({
    "Auto,AUTO,AUTO",
    "Recreate,AUTO,AUTO",
    "InPlace,IN_PLACE,AUTO",
    "InPlaceOrRecreate,IN_PLACE,AUTO",
    "Initial,INITIAL,INITIAL",
    "'\"Off\"',RECOMMEND,RECOMMEND"
  })
  void whatIsDoneInPlaceNeedsAWindow(
      String mode, ResizePolicy.Mode with, ResizePolicy.Mode without) {
    assertThat(policy(mode, "drover.io/resize-window: '0 2 * * * for 1h'").mode()).isEqualTo(with);
    assertThat(policy(mode, "other.io/x: y").mode()).isEqualTo(without);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "drover.io/resize-window: ''|drover.io/resize-window: \"\": expected minute hour",
        "drover.io/resize-window: '0 2 * * * for 1s'|drover.io/resize-window: \"1s\": expected a length",
        "drover.io/resize-window: 'at night'|drover.io/resize-window: \"at night\": expected minute",
        "drover.io/resize-windows: '0 2 * * * for 1h'|drover.io/resize-windows: is unknown; there is drover.io/resize-window",
        "drover.io/schedule: '0 2 * * * for 1h'|drover.io/schedule: is unknown; there is"
      })
  void mistakesAreToldWithTheirLine(String annotation, String problem) {
    Policies policies = read("Auto", annotation);
    assertThat(policies.described()).singleElement().isInstanceOf(WrongManifest.class);
    assertThat(policies.problems())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.line()).isEqualTo(6);
              assertThat(one.message()).contains(problem);
            });
  }
}
