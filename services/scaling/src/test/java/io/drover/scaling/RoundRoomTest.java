package io.drover.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action.SetReplicas;
import io.drover.core.decision.FreeReservations;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Bytes;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.model.ServiceView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Room is granted once. */
class RoundRoomTest {
  private static final Reason WHY = Reason.of("Rescale", "load");

  /** Half a core and 512 MiB a task: a node has room for eight. */
  private static final ServiceView SERVICE = Views.service(2, Map.of());

  private static RoundRoom room(int nodes) {
    List<NodeView> all =
        IntStream.range(0, nodes)
            .mapToObj(
                i ->
                    new NodeView(
                        "n" + i,
                        "n" + i,
                        1,
                        "manager",
                        "active",
                        "ready",
                        "",
                        true,
                        Map.of(),
                        Cpu.ofMillicores(4000),
                        Bytes.ofMebibytes(4096)))
            .toList();
    return new RoundRoom(
        FreeReservations.of(new ClusterSnapshot(Views.NOW, List.of(SERVICE), List.of(), all)));
  }

  private static Plan plan(int from, int to) {
    Plan.Step step = new Plan.Step(new SetReplicas("s1", "shop_web", 7, from, to), List.of(WHY));
    return new Plan(List.of(step), List.of(), List.of(WHY));
  }

  private static int granted(Plan plan) {
    return plan.steps().stream()
        .map(Plan.Step::action)
        .mapToInt(action -> ((SetReplicas) action).to() - ((SetReplicas) action).from())
        .sum();
  }

  @Test
  void theSecondGetsWhatTheFirstLeft() {
    RoundRoom room = room(1);
    assertThat(granted(room.grant(plan(2, 7), SERVICE))).isEqualTo(5);
    assertThat(granted(room.grant(plan(1, 6), SERVICE))).isEqualTo(3);
    Plan third = room.grant(plan(1, 2), SERVICE);
    assertThat(third.steps()).isEmpty();
    assertThat(third.held().getFirst().by().code()).isEqualTo("NoCapacity");
  }

  @Test
  void aStepDownTakesNoRoomAndGivesNoneYet() {
    RoundRoom room = room(1);
    assertThat(granted(room.grant(plan(9, 2), SERVICE))).isEqualTo(-7);
    assertThat(granted(room.grant(plan(1, 20), SERVICE))).isEqualTo(8);
  }

  @Test
  void sideBySideNoMoreIsGrantedThanThereIs() throws InterruptedException, ExecutionException {
    for (int again = 0; again < 50; again++) {
      RoundRoom room = room(3);
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        List<Future<Integer>> all =
            IntStream.range(0, 20)
                .mapToObj(i -> threads.submit(() -> granted(room.grant(plan(1, 4), SERVICE))))
                .toList();
        int sum = 0;
        for (Future<Integer> one : all) {
          sum += one.get();
        }
        assertThat(sum).isEqualTo(24);
      }
    }
  }
}
