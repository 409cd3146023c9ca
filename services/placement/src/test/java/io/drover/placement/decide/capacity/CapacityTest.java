package io.drover.placement.decide.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Reason;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.placement.decide.plan.Amounts;
import io.drover.placement.decide.plan.PlanInput;
import io.drover.placement.decide.plan.PlanNode;
import io.drover.placement.decide.plan.StandingTask;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is promised of nodes and networks. */
class CapacityTest {
  private static final Amounts EACH = Amounts.of(Cpu.ofMillicores(500), Bytes.ofMebibytes(100));
  private static final Resources LIMITS =
      Resources.NONE.withCpu(Cpu.ofMillicores(1000)).withMemory(Bytes.ofMebibytes(300));

  private static Capacity capacity(PlanInput cluster, NetworkUse... networks) {
    return Capacity.of(
        new CapacityInput(
            cluster,
            List.of(new SizedService("shop_web", "shop", "application", 2, EACH, LIMITS)),
            Map.of(
                "n1",
                new NodeUsed(
                    Reading.known(Cpu.ofMillicores(70), Instant.EPOCH), Reading.unknown("no"))),
            List.of(networks)));
  }

  private static PlanNode node(String name, long millicores, long mebibytes) {
    return PlanNode.of(
        name,
        Amounts.of(Cpu.ofMillicores(millicores), Bytes.ofMebibytes(mebibytes)),
        Map.of("tier", "application"));
  }

  @Test
  void ofANodeTheTasksOnItCountWithWhatTheyWerePlacedWith() {
    StandingTask old =
        StandingTask.of(
            "shop_web", 1, "n1", Amounts.of(Cpu.ofMillicores(700), Bytes.ofMebibytes(100)));
    StandingTask ending = new StandingTask("", "shop_web", 2, "n1", EACH, Set.of(), false);
    StandingTask gone = StandingTask.of("removed", 1, "n1", EACH);
    Capacity capacity =
        capacity(
            new PlanInput(
                List.of(node("n1", 2000, 1000), node("n2", 1000, 500)),
                List.of(),
                List.of(old, ending, gone)));
    NodeCapacity first = capacity.nodes().getFirst();
    assertThat(first.tier()).isEqualTo("application");
    assertThat(first.held().tasks()).isEqualTo(1);
    assertThat(first.held().reserved())
        .isEqualTo(Amounts.of(Cpu.ofMillicores(1700), Bytes.ofMebibytes(300)));
    assertThat(first.held().limits().memory()).contains(Bytes.ofMebibytes(300));
    assertThat(first.left())
        .isEqualTo(new NodeCapacity.Left(300_000_000, 700L << 20, 0, 0, Map.of()));
    assertThat(first.used().cpu().isKnown()).isTrue();
    assertThat(capacity.nodes().getLast().used())
        .isEqualTo(NodeUsed.unknown("no agent on the node answered"));
    assertThat(capacity.tiers().get("application").tasks()).isEqualTo(2);
    assertThat(capacity.findings()).isEmpty();
  }

  @Test
  void whatIsPromisedTwiceIsTold() {
    Capacity capacity =
        capacity(
            new PlanInput(
                List.of(node("n1", 800, 500)),
                List.of(),
                List.of(
                    StandingTask.of("shop_web", 1, "n1", EACH),
                    StandingTask.of("shop_web", 2, "n1", EACH))));
    assertThat(capacity.nodes().getFirst().left().cpu()).isEqualTo(-200_000_000);
    assertThat(capacity.findings())
        .extracting(Reason::toString)
        .containsExactly(
            "NodeOverdrawn: more is reserved on n1 than it has: cpu",
            "MemoryOvercommitted: the memory limits on n1 add up to 600Mi, more than its 500Mi:"
                + " should all tasks need theirs, the kernel ends some");
  }

  @Test
  void aFullNetworkIsTold() {
    NetworkUse nearly =
        new NetworkUse("id", "shop", List.of(Subnet.parse("10.0.1.0/24")), 220, 6, 3, 0);
    NetworkUse full =
        new NetworkUse("id2", "small", List.of(Subnet.parse("10.0.2.0/29")), 4, 0, 1, 3);
    NetworkUse roomy =
        new NetworkUse("id3", "big", List.of(Subnet.parse("10.1.0.0/16")), 220, 6, 3, 0);
    assertThat(nearly.size()).isEqualTo(253);
    assertThat(nearly.free()).isEqualTo(24);
    assertThat(
            capacity(new PlanInput(List.of(), List.of(), List.of()), nearly, full, roomy)
                .findings())
        .extracting(Reason::toString)
        .containsExactly(
            "NetworkNearlyFull: the network shop has 24 of 253 addresses left: tasks beyond that"
                + " stay in the state new",
            "NetworkFull: the network small has 0 of 5 addresses left: tasks beyond that stay in"
                + " the state new, as 3 do now");
  }
}
