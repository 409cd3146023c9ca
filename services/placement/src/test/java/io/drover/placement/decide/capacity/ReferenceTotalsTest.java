package io.drover.placement.decide.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.manifests.StackFiles;
import io.drover.manifests.StackFolder;
import io.drover.placement.decide.plan.Amounts;
import io.drover.placement.decide.plan.PlanInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The reference document's table "Current Total Resource Allocation", out of its own four services.
 * It has 4.0 and 0.95 cores, which is right, and 2.576 GB and 1.216 GB of memory, which is not: it
 * adds mebibytes up as if 1 GiB had 1000 of them (1 + 0.320 + 1 + 0.256), or was 1000 of them (1216
 * MiB).
 */
class ReferenceTotalsTest {

  private static List<SizedService> services() {
    StackFiles files =
        new StackFolder(
                Path.of(System.getProperty("drover.root"))
                    .resolve("services/placement/src/test/resources/reference"))
            .read();
    assertThat(files.problems()).isEmpty();
    return files.services().entrySet().stream()
        .map(
            service ->
                new SizedService(
                    service.getKey(),
                    "medianest",
                    "",
                    1,
                    Amounts.of(
                        service.getValue().allotment().reservations().cpu().orElseThrow(),
                        service.getValue().allotment().reservations().memory().orElseThrow()),
                    service.getValue().allotment().limits()))
        .toList();
  }

  @Test
  void theTrueSums() {
    Capacity capacity =
        Capacity.of(
            new CapacityInput(
                new PlanInput(List.of(), List.of(), List.of()), services(), Map.of(), List.of()));
    Totals total = capacity.stacks().get("medianest");
    assertThat(capacity.stacks()).containsOnlyKeys("medianest");
    assertThat(total).isEqualTo(capacity.total());
    assertThat(total.tasks()).isEqualTo(4);
    // The document's own figures that are right.
    assertThat(total.limits().cpu()).contains(Cpu.ofMillicores(4000));
    assertThat(total.reserved().cpu()).isEqualTo(Cpu.ofMillicores(950));
    // 1024 + 320 + 1024 + 256 MiB = 2,751,463,424 bytes = 2.752 GB = 2.5625 GiB, not 2.576 GB.
    assertThat(total.limits().memory()).contains(Bytes.ofMebibytes(2624));
    assertThat(Bytes.ofMebibytes(2624).value()).isEqualTo(2_751_463_424L);
    // 512 + 128 + 512 + 64 MiB = 1,275,068,416 bytes = 1.275 GB = 1.1875 GiB, not 1.216 GB.
    assertThat(total.reserved().memory()).isEqualTo(Bytes.ofMebibytes(1216));
    assertThat(Bytes.ofMebibytes(1216).value()).isEqualTo(1_275_068_416L);
    assertThat(total.limits().pids()).contains(350L);
    assertThat(total.unlimited()).isEqualTo(new Totals.Unlimited(0, 0, 0));
  }

  @Test
  void theDocumentsFiguresComeOutOfItsOwnWayOfAddingUp() {
    long limits = 0;
    long reservations = 0;
    for (SizedService service : services()) {
      long mebibytes = service.limits().memory().orElseThrow().value() >> 20;
      // "1G" was taken for 1 and "320M" for 0.320.
      limits += mebibytes == 1024 ? 1000 : mebibytes;
      reservations += service.each().memory().value() >> 20;
    }
    assertThat(limits).isEqualTo(2576);
    assertThat(reservations).isEqualTo(1216);
  }

  @Test
  void sumsCountEveryTaskAndWhatHasNoLimit() {
    SizedService web =
        new SizedService(
            "shop_web",
            "shop",
            "application",
            3,
            Amounts.of(Cpu.ofNanos(1), Bytes.of(3))
                .withIops(100)
                .with(new Bandwidth(7))
                .withGeneric(Map.of("gpu", 2L)),
            Resources.NONE.withPids(11));
    Totals total = Totals.NONE.and(web, 3).and(web, 1);
    assertThat(total)
        .isEqualTo(
            new Totals(
                4,
                Amounts.of(Cpu.ofNanos(4), Bytes.of(12))
                    .withIops(400)
                    .with(new Bandwidth(28))
                    .withGeneric(Map.of("gpu", 8L)),
                Resources.NONE.withCpu(Cpu.ZERO).withMemory(Bytes.ZERO).withPids(44),
                new Totals.Unlimited(4, 4, 0)));
  }
}
