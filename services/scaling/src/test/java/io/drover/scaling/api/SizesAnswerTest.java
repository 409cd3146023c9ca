package io.drover.scaling.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.decision.Action;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.ResizePolicy.Mode;
import io.drover.core.policy.ResizePolicy.Values;
import io.drover.core.policy.ResourceKind;
import io.drover.core.policy.TimeWindow;
import io.drover.scaling.decide.vertical.Amounts;
import io.drover.scaling.decide.vertical.SizeRules;
import io.drover.scaling.decide.vertical.VerticalResult.Estimate;
import io.drover.scaling.record.ResizeStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an operator is told of tasks' sizes. */
class SizesAnswerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private static Amounts amounts(long millicores, long mebibytes) {
    return new Amounts(Map.of(ResourceKind.CPU, millicores, ResourceKind.MEMORY, mebibytes << 20));
  }

  private static ResizeStatus status(Estimate estimate) {
    Allotment now =
        new Allotment(
            Resources.NONE.withCpu(Cpu.ofMillicores(1500)), Resources.NONE.withMemory(Bytes.of(7)));
    Plan.Step wanted =
        new Plan.Step(
            new Action.ResizeService("s1", "shop_db", 7, now, now),
            List.of(Reason.of("Resize", "too much")));
    Plan plan =
        new Plan(List.of(wanted), List.of(), List.of(Reason.of("Resize", "too much")))
            .hold(Reason.of("OutsideWindow", "waits"));
    return new ResizeStatus(
        "shop_db",
        "s1",
        new SizeRules.Hold(
            new ResizePolicy(
                Mode.IN_PLACE,
                Resources.NONE,
                Resources.NONE,
                Set.of(ResourceKind.CPU),
                Values.REQUESTS,
                TimeWindow.parseList("0 2 * * * for 1h; 30 11 * * * for 1h")),
            Set.of(),
            false,
            "labels"),
        true,
        now,
        estimate,
        1440,
        0.999,
        new Decision(
            "d1", NOW, "resize", "me", "shop_db", "s1", "waits", plan, List.of(), Map.of()));
  }

  @Test
  void everythingIsTold() {
    Estimate known =
        new Estimate.Known(
            amounts(460, 1150), amounts(100, 250), amounts(900, 2000), amounts(400, 1150));
    JsonNode one = SizesAnswer.write(List.of(status(known)), NOW).get(0);
    assertThat(one.path("mode").asText()).isEqualTo("in-place");
    assertThat(one.path("observing").asBoolean()).isTrue();
    assertThat(one.path("days").asText()).isEqualTo("1.00");
    assertThat(one.at("/current/reservations").toString()).isEqualTo("{\"cpu\":\"1500m\"}");
    assertThat(one.at("/current/limits").toString()).isEqualTo("{\"memory\":\"7\"}");
    assertThat(one.at("/recommendation/target/cpu").asText()).isEqualTo("460m");
    assertThat(one.at("/recommendation/upperBound/memory").asText()).isEqualTo("2097152k");
    assertThat(one.at("/windows/0").toString())
        .isEqualTo(
            "{\"window\":\"0 2 * * * for 1h\",\"open\":false,\"next\":\"2026-01-02T02:00:00Z\"}");
    assertThat(one.at("/windows/1/open").asBoolean()).isTrue();
    assertThat(one.at("/decision/heldBack/0/code").asText()).isEqualTo("OutsideWindow");
    assertThat(one.at("/decision/reasons/0/text").asText()).isEqualTo("too much");
  }

  @Test
  void whatIsNotKnownIsNull() {
    JsonNode one = SizesAnswer.write(List.of(status(new Estimate.None())), NOW).get(0);
    assertThat(one.get("recommendation").isNull()).isTrue();
  }
}
