package io.drover.placement.decide.limits;

import static io.drover.placement.decide.limits.Limiting.resources;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Reason;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import io.drover.manifests.ManifestProblem;
import io.drover.manifests.PolicyReader;
import io.drover.manifests.StackFiles;
import io.drover.placement.decide.limits.Documented.Source;
import io.drover.placement.decide.limits.Documented.Wanted;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who documents what. */
class GoverningTest {

  @Test
  void aServiceThatNobodySpeaksOfIsNotGoverned() {
    assertThat(Limiting.of().spec(Resources.NONE, resources(500, 64, 10)).governance())
        .isEqualTo(new Governance.None());
    assertThat(Limiting.of().label("drover.scale.max", "3").governance())
        .isEqualTo(new Governance.None());
  }

  @Test
  void aLabelWinsOverTheStackFileAndThatOverTheServiceItself() {
    Documented documented =
        Limiting.of()
            .label("drover.limits.pids", "50")
            .inStackFile(resources(100, 0, 0), resources(0, 256, 80))
            .spec(resources(200, 64, 0), resources(1000, 512, 0))
            .documented();
    assertThat(documented.wanted())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Amount.PIDS_LIMIT, new Wanted(50, Source.LABEL, "label drover.limits.pids"),
                Amount.MEMORY_LIMIT, new Wanted(256L << 20, Source.STACK_FILE, "shop.yml"),
                Amount.CPU_RESERVATION, new Wanted(100_000_000, Source.STACK_FILE, "shop.yml"),
                Amount.CPU_LIMIT, new Wanted(1_000_000_000, Source.SERVICE, "the service itself"),
                Amount.MEMORY_RESERVATION,
                    new Wanted(64L << 20, Source.SERVICE, "the service itself")));
    assertThat(documented.notes()).isEmpty();
  }

  @Test
  void theLimitRangeOfTheReferenceDocumentFillsInWhatIsDeclaredNowhere() {
    Documented documented =
        Limiting.of()
            .range(
                resources(1000, 2048, 0), resources(500, 1024, 0), Resources.NONE, Resources.NONE)
            .spec(Resources.NONE, resources(0, 512, 0))
            .documented();
    assertThat(documented.wanted())
        .containsEntry(
            Amount.CPU_LIMIT,
            new Wanted(1_000_000_000, Source.LIMIT_RANGE, "LimitRange shop-limits"))
        .containsEntry(
            Amount.CPU_RESERVATION,
            new Wanted(500_000_000, Source.LIMIT_RANGE, "LimitRange shop-limits"))
        .containsEntry(
            Amount.MEMORY_LIMIT, new Wanted(512L << 20, Source.SERVICE, "the service itself"))
        // As Kubernetes has it: who declares a limit and no reservation reserves the limit.
        .containsEntry(
            Amount.MEMORY_RESERVATION,
            new Wanted(512L << 20, Source.LIMIT_RANGE, "LimitRange shop-limits"))
        .doesNotContainKey(Amount.PIDS_LIMIT);
  }

  @Test
  void whoHasTheDefaultLimitAlreadyGetsTheDefaultReservation() {
    Documented documented =
        Limiting.of()
            .range(
                resources(1000, 2048, 0), resources(500, 1024, 0), Resources.NONE, Resources.NONE)
            .spec(Resources.NONE, resources(1000, 512, 0))
            .documented();
    assertThat(documented.wanted().get(Amount.CPU_RESERVATION).units()).isEqualTo(500_000_000);
    assertThat(documented.wanted().get(Amount.MEMORY_RESERVATION).units()).isEqualTo(512L << 20);
  }

  @Test
  void whatBreaksALimitRangeIsTold() {
    assertThat(
            codes(
                Limiting.of()
                    .range(
                        Resources.NONE,
                        Resources.NONE,
                        resources(100, 0, 0),
                        resources(0, 256, 0),
                        Map.of(io.drover.core.policy.ResourceKind.CPU, BigDecimal.valueOf(4)))
                    .spec(resources(50, 64, 0), resources(1000, 512, 0))
                    .documented()))
        .containsExactlyInAnyOrder("LimitRangeMin", "LimitRangeMax", "LimitRangeRatio");
  }

  @Test
  void whereVerticalScalingSizesAServiceOnlyTheRestIsHeld() {
    Limiting limiting =
        Limiting.of()
            .label("drover.resize.mode", "auto")
            .label("drover.resize.resources", "memory")
            .inStackFile(resources(100, 64, 0), resources(500, 256, 50));
    assertThat(limiting.documented().wanted())
        .containsOnlyKeys(Amount.CPU_LIMIT, Amount.CPU_RESERVATION, Amount.PIDS_LIMIT);
    assertThat(limiting.documented().notes())
        .singleElement()
        .hasToString(
            "SizedElsewhere: memory is sized by its labels drover.resize.*: here only the rest is"
                + " held, and the bounds of LimitRanges");
    limiting.label("drover.resize.mode", "recommend");
    assertThat(limiting.documented().wanted()).hasSize(5);
    assertThat(codes(limiting.documented())).isEmpty();
  }

  @Test
  void aVerticalPodAutoscalerSizesItRightOrWrong() {
    for (String mode : List.of("Auto", "Sometimes")) {
      Limiting limiting = Limiting.of().inStackFile(resources(100, 64, 0), resources(500, 256, 50));
      PolicyReader.read(
              Map.of(
                  "vpa.yaml",
                  """
                  apiVersion: autoscaling.k8s.io/v1
                  kind: VerticalPodAutoscaler
                  metadata: {name: web, namespace: shop}
                  spec:
                    targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                    updatePolicy: {updateMode: %s}
                  """
                      .formatted(mode)))
          .described()
          .forEach(limiting::manifest);
      assertThat(limiting.documented().wanted()).containsOnlyKeys(Amount.PIDS_LIMIT);
      assertThat(codes(limiting.documented())).containsExactly("SizedElsewhere");
    }
  }

  @Test
  void mistakesLeaveTheServiceAlone() {
    assertThat(Limiting.of().label("drover.limits.memory", "320Mi").governance())
        .isInstanceOf(Governance.Wrong.class);
    StackFiles.Declared wrong =
        new StackFiles.Declared(
            new io.drover.core.model.Allotment(Resources.NONE, Resources.NONE),
            "shop.yml",
            Map.of(),
            List.of(),
            List.of(new ManifestProblem("shop.yml", 4, "no")));
    assertThat(Limiting.of().inStackFile(wrong).governance())
        .isEqualTo(new Governance.Wrong(List.of("shop.yml:4: no")));
    // A label of another concern that is wrong may have been meant for this one.
    assertThat(
            Limiting.of()
                .label("drover.limit.pids", "50")
                .inStackFile(Resources.NONE, resources(0, 0, 50))
                .governance())
        .isInstanceOf(Governance.Wrong.class);
  }

  @Test
  void aJobIsLeftAloneSinceAnUpdateWouldRunItAgain() {
    assertThat(
            Limiting.of()
                .label("drover.limits.pids", "50")
                .mode(new ServiceView.Mode.Other("ReplicatedJob"))
                .governance())
        .isEqualTo(
            new Governance.Wrong(
                List.of("its mode is ReplicatedJob: an update would run it again")));
  }

  @Test
  void aVariableIsTold() {
    StackFiles.Declared declared =
        new StackFiles.Declared(
            new io.drover.core.model.Allotment(Resources.NONE, resources(0, 0, 50)),
            "shop.yml",
            Map.of("limits.pids", 9),
            List.of(new ManifestProblem("shop.yml", 8, "a variable")),
            List.of());
    Documented documented = Limiting.of().inStackFile(declared).documented();
    assertThat(documented.wanted())
        .containsOnlyKeys(Amount.PIDS_LIMIT)
        .containsEntry(Amount.PIDS_LIMIT, new Wanted(50, Source.STACK_FILE, "shop.yml:9"));
    assertThat(documented.notes())
        .containsExactly(Reason.of("VariableInStackFile", "shop.yml:8: a variable"));
  }

  private static List<String> codes(Documented documented) {
    return documented.notes().stream().map(Reason::code).toList();
  }
}
