package io.drover.health.route.decide;

import static io.drover.health.route.decide.Slot.State.DRAIN;
import static io.drover.health.route.decide.Slot.State.MAINT;
import static io.drover.health.route.decide.Slot.State.READY;
import static io.drover.health.route.decide.Tasks.FAILING;
import static io.drover.health.route.decide.Tasks.PASSING;
import static io.drover.health.route.decide.Tasks.PENDING;
import static io.drover.health.route.decide.Tasks.at;
import static io.drover.health.route.decide.Tasks.empty;
import static io.drover.health.route.decide.Tasks.running;
import static io.drover.health.route.decide.Tasks.service;
import static io.drover.health.route.decide.Tasks.slot;
import static io.drover.health.route.decide.Tasks.stopping;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action.SetMember;
import io.drover.core.decision.Reason;
import io.drover.core.model.Reading;
import io.drover.core.model.TaskState;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of slots, case by case. */
class SlotPlannerTest {

  private static List<ServicePlan> plan(List<RoutedService> services, Slot... slots) {
    return SlotPlanner.plan(new SlotInput("lb", "web", services, List.of(slots), Set.of(), false));
  }

  /** The steps of all plans: "PUT_IN slot1 10.0.1.1:8080". */
  private static List<String> steps(List<ServicePlan> plans) {
    return plans.stream()
        .flatMap(plan -> plan.plan().steps().stream())
        .map(step -> (SetMember) step.action())
        .map(set -> "%s %s %s".formatted(set.change(), set.slot(), set.address()))
        .toList();
  }

  private static List<String> codes(List<ServicePlan> plans) {
    return plans.stream()
        .flatMap(plan -> plan.plan().reasons().stream())
        .map(Reason::code)
        .toList();
  }

  @Test
  void healthyTasksFillEmptySlotsInOrder() {
    assertThat(
            steps(
                plan(
                    List.of(service("web", running(1, PASSING), running(2, PASSING))),
                    empty(1),
                    empty(2),
                    empty(3))))
        .containsExactly("PUT_IN slot1 10.0.1.1:8080", "PUT_IN slot2 10.0.1.2:8080");
  }

  @Test
  void tasksKeepTheirSlots() {
    assertThat(
            plan(
                List.of(service("web", running(1, PASSING), running(2, PASSING))),
                empty(1),
                slot(2, 2, READY),
                slot(3, 1, READY)))
        .allSatisfy(plan -> assertThat(plan.plan().steps()).isEmpty());
  }

  @Test
  void theOneThatStopsIsDrainedAfterNewOnesAreIn() {
    assertThat(
            steps(
                plan(
                    List.of(service("web", stopping(1), running(2, PASSING))),
                    slot(1, 1, READY),
                    empty(2))))
        .containsExactly("PUT_IN slot2 10.0.1.2:8080", "DRAIN slot1 10.0.1.1:8080");
  }

  @Test
  void theOneThatEndedFreesItsSlot() {
    RouteTask ended = Tasks.task(1, TaskState.SHUTDOWN, TaskState.SHUTDOWN, true, PENDING);
    assertThat(steps(plan(List.of(service("web", ended)), slot(1, 1, DRAIN))))
        .containsExactly("TAKE_OUT slot1 10.0.1.1:8080");
  }

  @Test
  void anEndedTasksAddressBelongsToItsNewTask() {
    RouteTask ended = Tasks.task(1, TaskState.SHUTDOWN, TaskState.SHUTDOWN, true, PENDING);
    assertThat(steps(plan(List.of(service("web", ended, running(1, PASSING))), slot(1, 1, DRAIN))))
        .containsExactly("PUT_IN slot1 10.0.1.1:8080");
  }

  @Test
  void theOneThatFailsIsDrainedAndComesBack() {
    List<RoutedService> failing = List.of(service("web", running(1, PASSING), running(2, FAILING)));
    assertThat(steps(plan(failing, slot(1, 1, READY), slot(2, 2, READY))))
        .containsExactly("DRAIN slot2 10.0.1.2:8080");
    assertThat(codes(plan(failing, slot(1, 1, READY), slot(2, 2, DRAIN))))
        .containsExactly("CheckFails");
    assertThat(
            steps(
                plan(
                    List.of(service("web", running(1, PASSING), running(2, PASSING))),
                    slot(1, 1, READY),
                    slot(2, 2, DRAIN))))
        .containsExactly("PUT_IN slot2 10.0.1.2:8080");
  }

  @Test
  void anAddressWithoutTaskIsTakenOut() {
    assertThat(
            steps(
                plan(
                    List.of(service("web", running(1, PASSING))),
                    slot(1, 1, READY),
                    slot(2, 9, READY))))
        .containsExactly("TAKE_OUT slot2 10.0.1.9:8080");
  }

  @Test
  void whatAServiceWithWrongLabelsHasStays() {
    assertThat(
            SlotPlanner.plan(
                new SlotInput(
                    "lb",
                    "web",
                    List.of(),
                    List.of(slot(1, 9, READY), slot(2, 8, READY)),
                    Set.of(at(9)),
                    false)))
        .singleElement()
        .satisfies(
            plan ->
                assertThat(steps(List.of(plan))).containsExactly("TAKE_OUT slot2 10.0.1.8:8080"));
  }

  @Test
  void ofTwoSlotsWithOneAddressOneIsTakenOut() {
    assertThat(
            steps(
                plan(
                    List.of(service("web", running(1, PASSING))),
                    slot(1, 1, MAINT),
                    slot(2, 1, READY),
                    slot(3, 1, READY))))
        .containsExactly("TAKE_OUT slot3 10.0.1.1:8080");
  }

  @Test
  void tooFewSlotsAreSaid() {
    List<ServicePlan> plans =
        plan(
            List.of(service("web", running(1, PASSING), running(2, PASSING), running(3, PASSING))),
            empty(1),
            slot(2, 9, DRAIN));
    assertThat(steps(plans))
        .containsExactly("PUT_IN slot1 10.0.1.1:8080", "TAKE_OUT slot2 10.0.1.9:8080");
    assertThat(plans.getFirst().plan().reasons())
        .singleElement()
        .satisfies(
            why -> {
              assertThat(why.code()).isEqualTo("TooFewSlots");
              assertThat(why.text()).startsWith("2 tasks find no free slot among the 2");
            });
  }

  @Test
  void anotherWeightIsSetUnlessHaproxyTakesNone() {
    List<RoutedService> light =
        List.of(service("web", Tasks.policy(10, 0), List.of(running(1, PASSING))));
    assertThat(steps(plan(light, slot(1, 1, READY)))).containsExactly("ADJUST slot1 10.0.1.1:8080");
    assertThat(
            SlotPlanner.plan(
                new SlotInput("lb", "web", light, List.of(slot(1, 1, READY)), Set.of(), true)))
        .allSatisfy(plan -> assertThat(plan.plan().steps()).isEmpty());
  }

  @Test
  void aTaskWithoutAddressIsSaid() {
    RouteTask task = running(1, PASSING);
    RouteTask lost =
        new RouteTask(
            task.id(),
            task.node(),
            true,
            task.state(),
            task.desired(),
            task.since(),
            Reading.unknown("it is on no network"),
            PASSING);
    List<ServicePlan> plans = plan(List.of(service("web", lost)), empty(1));
    assertThat(steps(plans)).isEmpty();
    assertThat(codes(plans)).containsExactly("NoAddress");
  }

  @Test
  void twoServicesShareABackend() {
    assertThat(
            plan(
                List.of(service("old", stopping(1)), service("new", running(2, PASSING))),
                slot(1, 1, READY),
                empty(2)))
        .satisfiesExactly(
            old -> assertThat(steps(List.of(old))).containsExactly("DRAIN slot1 10.0.1.1:8080"),
            young ->
                assertThat(steps(List.of(young))).containsExactly("PUT_IN slot2 10.0.1.2:8080"));
  }
}
