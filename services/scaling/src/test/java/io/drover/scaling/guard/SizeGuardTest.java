package io.drover.scaling.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.core.decision.Action.ResizeService;
import io.drover.core.decision.Action.ResizeTask;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import io.drover.scaling.Views;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No limit that a node would refuse to start a task with. */
class SizeGuardTest {
  private static final ServiceView WEB = Views.service(1, Map.of());
  private static final TaskView TASK = Views.task("t1", TaskState.RUNNING, TaskState.RUNNING, 60);

  private static NodeView node(String name, String availability, long millicores) {
    return new NodeView(
        name,
        name,
        1,
        "worker",
        availability,
        "ready",
        "",
        false,
        Map.of(),
        Cpu.ofMillicores(millicores),
        Bytes.ofMebibytes(8192));
  }

  private static Plan guarded(Action action, NodeView... nodes) {
    List<Reason> why = List.of(Reason.of("Resize", "more"));
    return new SizeGuard()
        .apply(
            new Plan(List.of(new Plan.Step(action, why)), List.of(), why),
            new SizeGuard.Context(
                WEB, new ClusterSnapshot(Views.NOW, List.of(WEB), List.of(TASK), List.of(nodes))));
  }

  private static ResizeService to(long reserved, long limit) {
    return new ResizeService(
        "s1",
        "shop_web",
        7,
        Allotment.of(WEB),
        new Allotment(
            Resources.NONE.withCpu(Cpu.ofMillicores(reserved)),
            Resources.NONE.withCpu(Cpu.ofMillicores(limit)).withMemory(Bytes.ofMebibytes(64))));
  }

  @Test
  void aLimitAboveTheCoresOfTheSmallestNodeIsLowered() {
    Plan plan = guarded(to(1000, 4000), node("a", "active", 8000), node("b", "active", 2000));
    assertThat(plan.steps().getFirst().action()).isEqualTo(to(1000, 2000));
    assertThat(plan.reasons()).extracting(Reason::code).contains(SizeGuard.CORES);
  }

  @Test
  void nodesThatTakeNoTasksDoNotCount() {
    Plan plan = guarded(to(1000, 4000), node("a", "active", 8000), node("b", "drain", 2000));
    assertThat(plan.steps().getFirst().action()).isEqualTo(to(1000, 4000));
    assertThat(plan.reasons()).extracting(Reason::code).containsExactly("Resize");
  }

  @Test
  void runningTasksAreLimitedLikewise() {
    ResizeTask four =
        new ResizeTask("s1", "shop_web", "t1", Resources.NONE.withCpu(Cpu.ofMillicores(4000)));
    assertThat(guarded(four, node("a", "active", 2000)).steps().getFirst().action())
        .isEqualTo(
            new ResizeTask("s1", "shop_web", "t1", Resources.NONE.withCpu(Cpu.ofMillicores(2000))));
  }

  @Test
  void withoutRoomItIsHeld() {
    Plan plan = guarded(to(3000, 4000), node("b", "active", 2000));
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.held()).hasSize(1);
  }
}
