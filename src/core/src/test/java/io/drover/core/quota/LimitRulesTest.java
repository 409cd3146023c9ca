package io.drover.core.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.core.policy.ResourceKind;
import io.drover.core.policy.StackLimits;
import io.drover.core.policy.TaskBounds;
import io.drover.core.policy.VolumeBounds;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of Kubernetes' LimitRanger: what is filled in, and what is refused. */
class LimitRulesTest {
  private static final Resources NONE = Resources.NONE;

  private static Resources cpu(String millicores) {
    return millicores == null ? NONE : NONE.withCpu(Cpu.ofMillicores(Long.parseLong(millicores)));
  }

  private static Resources memory(long mebibytes) {
    return NONE.withMemory(Bytes.ofMebibytes(mebibytes));
  }

  private static StackLimits range(String name, TaskBounds... bounds) {
    return new StackLimits("shop", name, List.of(bounds), VolumeBounds.NONE, List.of());
  }

  private static TaskBounds defaults(Resources requests, Resources limits) {
    return new TaskBounds(limits, requests, NONE, NONE, Map.of());
  }

  private static Allotment task(String request, String limit) {
    return new Allotment(cpu(request), cpu(limit));
  }

  @ParameterizedTest(name = "declared {0} limit {1} becomes {2} limit {3}")
  @CsvSource({
    ",,500,1000",
    "200,,200,1000",
    ",2000,2000,2000", // the declared limit, not the default reservation
    ",300,300,300",
    "100,3000,100,3000",
  })
  void whatIsMissingIsFilledIn(String request, String limit, String becomes, String becomesLimit) {
    List<StackLimits> ranges = List.of(range("a", defaults(cpu("500"), cpu("1000"))));
    assertThat(LimitRules.filled(task(request, limit), ranges))
        .isEqualTo(task(becomes, becomesLimit));
  }

  @Test
  void aResourceThatNoRangeNamesIsLeftAsItIs() {
    Allotment declared = new Allotment(NONE, memory(64));
    assertThat(LimitRules.filled(declared, List.of(range("a", defaults(cpu("500"), cpu("1000"))))))
        .isEqualTo(new Allotment(cpu("500"), cpu("1000").withMemory(Bytes.ofMebibytes(64))));
    assertThat(LimitRules.filled(declared, List.of())).isEqualTo(declared);
  }

  @Test
  void ofSeveralDefaultsTheFirstByNameCountsAndAllBoundsHold() {
    List<StackLimits> ranges =
        List.of(
            range("b", defaults(cpu("900"), cpu("900"))),
            range("c", new TaskBounds(NONE, NONE, NONE, cpu("600"), Map.of())),
            range("a", defaults(cpu("500"), NONE)));
    Allotment filled = LimitRules.filled(task(null, null), ranges);
    assertThat(filled).isEqualTo(task("500", "900"));
    assertThat(LimitRules.violations(filled, ranges))
        .extracting(reason -> reason.code() + ": " + reason.text())
        .containsExactly(
            "LimitRangeMax: a task is limited to cpu 900m, and has to have at most 600m");
  }

  @ParameterizedTest(name = "{0} limit {1}: {2}")
  @CsvSource({
    "200,400,",
    "99,400,LimitRangeMin",
    "100,1000,",
    "100,1001,LimitRangeMax",
    ",400,LimitRangeMin", // no reservation is less than any
    "200,,LimitRangeMax", // no limit is more than any
    "500,400,RequestAboveLimit",
  })
  void boundsHold(String request, String limit, String code) {
    List<StackLimits> ranges =
        List.of(range("a", new TaskBounds(NONE, NONE, cpu("100"), cpu("1000"), Map.of())));
    assertThat(LimitRules.violations(task(request, limit), ranges))
        .extracting(reason -> reason.code())
        .containsExactlyElementsOf(code == null ? List.of() : List.of(code));
  }

  @ParameterizedTest(name = "{0} limit {1}: broken {2}")
  @CsvSource({"200,400,false", "200,401,true", "0,400,true", ",400,true", "200,,true"})
  void aRatioNeedsBothAndHolds(String request, String limit, boolean broken) {
    List<StackLimits> ranges =
        List.of(
            range(
                "a",
                new TaskBounds(
                    NONE, NONE, NONE, NONE, Map.of(ResourceKind.CPU, new BigDecimal("2")))));
    assertThat(LimitRules.violations(task(request, limit), ranges).isEmpty()).isNotEqualTo(broken);
  }

  @Test
  void processesHaveLimitsOnly() {
    TaskBounds bounds =
        new TaskBounds(NONE.withPids(100), NONE, NONE.withPids(10), NONE.withPids(200), Map.of());
    List<StackLimits> ranges = List.of(range("a", bounds));
    Allotment filled = LimitRules.filled(task(null, null), ranges);
    assertThat(filled).isEqualTo(new Allotment(NONE, NONE.withPids(100)));
    assertThat(LimitRules.violations(filled, ranges)).isEmpty();
    assertThat(LimitRules.violations(new Allotment(NONE, NONE.withPids(9)), ranges))
        .extracting(reason -> reason.text())
        .containsExactly("a task is limited to pids 9, and has to have at least 10");
  }
}
