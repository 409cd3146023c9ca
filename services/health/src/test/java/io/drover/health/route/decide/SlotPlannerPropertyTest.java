package io.drover.health.route.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action.MemberChange;
import io.drover.core.decision.Action.SetMember;
import io.drover.core.model.TaskState;
import io.drover.health.route.decide.Standing.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What must never happen to slots, over seeded cases. {@code -Ddrover.seed=N} repeats a run. */
class SlotPlannerPropertyTest {
  private static final long SEED = Long.getLong("drover.seed", 5);
  private static final int CASES = 3_000;

  private record Case(SlotInput input, List<ServicePlan> plans, List<Slot> after) {}

  @Test
  void itIsAFunction() {
    all(one -> assertThat(SlotPlanner.plan(one.input())).isEqualTo(one.plans()));
  }

  @Test
  void onceActedOnNothingIsLeftToDo() {
    all(
        one -> {
          // What was freed in the first round serves the second.
          List<Slot> slots = one.after();
          for (int round = 0; round < 2; round++) {
            slots = apply(slots, SlotPlanner.plan(with(one.input(), slots)));
          }
          assertThat(SlotPlanner.plan(with(one.input(), slots)))
              .allSatisfy(plan -> assertThat(plan.plan().steps()).isEmpty());
        });
  }

  @Test
  void noAddressIsInTwoSlotsInUse() {
    all(
        one -> {
          List<Endpoint> used =
              one.after().stream().filter(Slot::isTaken).map(Slot::endpoint).toList();
          assertThat(used).doesNotHaveDuplicates();
        });
  }

  @Test
  void onlyTasksThatMayGetRequestsDo() {
    all(
        one -> {
          Set<Endpoint> may =
              endpoints(one.input(), place -> place == Place.IN || place == Place.STAY);
          may.addAll(one.input().leftAlone());
          for (Slot slot : one.after()) {
            if (slot.state() == Slot.State.READY) {
              assertThat(may).contains(slot.endpoint());
            }
          }
        });
  }

  @Test
  void whatStaysOrIsLeftAloneIsNotTouched() {
    all(
        one -> {
          Set<Endpoint> untouched = endpoints(one.input(), place -> place == Place.STAY);
          untouched.removeAll(endpoints(one.input(), place -> place != Place.STAY));
          untouched.addAll(one.input().leftAlone());
          Set<Endpoint> before = new HashSet<>();
          for (Slot slot : one.input().slots()) {
            if (slot.isTaken()
                && untouched.contains(slot.endpoint())
                && before.add(slot.endpoint())) {
              assertThat(one.after()).contains(slot);
            }
          }
        });
  }

  @Test
  void aMemberKeepsItsSlot() {
    all(
        one -> {
          Set<Endpoint> in = endpoints(one.input(), place -> place == Place.IN);
          Set<Endpoint> met = new HashSet<>();
          for (Slot slot : one.input().slots()) {
            if (slot.isTaken() && in.contains(slot.endpoint()) && met.add(slot.endpoint())) {
              assertThat(one.after())
                  .filteredOn(after -> after.name().equals(slot.name()))
                  .singleElement()
                  .extracting(Slot::endpoint, Slot::state)
                  .containsExactly(slot.endpoint(), Slot.State.READY);
            }
          }
        });
  }

  @Test
  void newcomersWaitOnlyWhereNoSlotIsFree() {
    all(
        one -> {
          Set<Endpoint> in = endpoints(one.input(), place -> place == Place.IN);
          Set<Endpoint> ready = new HashSet<>();
          one.after().stream()
              .filter(slot -> slot.state() == Slot.State.READY)
              .forEach(slot -> ready.add(slot.endpoint()));
          Set<Endpoint> reserved = endpoints(one.input(), place -> place != Place.OUT);
          reserved.addAll(one.input().leftAlone());
          boolean someFree =
              one.after().stream()
                  .anyMatch(
                      slot ->
                          !slot.isTaken()
                              && one.input().slots().contains(slot)
                              && !reserved.contains(slot.endpoint()));
          assertThat(ready.containsAll(in) || !someFree).isTrue();
        });
  }

  private static Set<Endpoint> endpoints(SlotInput input, Predicate<Place> which) {
    Set<Endpoint> endpoints = new HashSet<>();
    input.services().stream()
        .flatMap(service -> service.standings().stream())
        .filter(standing -> which.test(standing.place()))
        .map(standing -> standing.task().endpoint())
        .forEach(found -> found.map(endpoints::add));
    return endpoints;
  }

  private static SlotInput with(SlotInput input, List<Slot> slots) {
    return new SlotInput(
        input.balancer(),
        input.backend(),
        input.services(),
        slots,
        input.leftAlone(),
        input.weightsFixed());
  }

  /** What HAProxy makes of the steps. */
  private static List<Slot> apply(List<Slot> slots, List<ServicePlan> plans) {
    Map<String, Slot> byName = new LinkedHashMap<>();
    slots.forEach(slot -> byName.put(slot.name(), slot));
    plans.stream()
        .flatMap(plan -> plan.plan().steps().stream())
        .map(step -> (SetMember) step.action())
        .forEach(set -> byName.compute(set.slot(), (name, slot) -> apply(slot, set)));
    return new ArrayList<>(byName.values());
  }

  private static Slot apply(Slot slot, SetMember set) {
    boolean sets = set.change() == MemberChange.PUT_IN || set.change() == MemberChange.ADJUST;
    Slot.State state =
        switch (set.change()) {
          case PUT_IN -> Slot.State.READY;
          case ADJUST -> slot.state();
          case DRAIN -> Slot.State.DRAIN;
          case TAKE_OUT -> Slot.State.MAINT;
        };
    int colon = set.address().lastIndexOf(':');
    Endpoint at =
        new Endpoint(
            set.address().substring(0, colon),
            Integer.parseInt(set.address().substring(colon + 1)));
    return new Slot(
        slot.name(),
        set.change() == MemberChange.PUT_IN ? at : slot.endpoint(),
        state,
        slot.up(),
        sets ? set.weight() : slot.weight(),
        sets ? set.maxConnections() : slot.maxConnections(),
        slot.sessions());
  }

  private static void all(java.util.function.Consumer<Case> property) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < CASES; i++) {
      SlotInput input = input(random);
      List<ServicePlan> plans = SlotPlanner.plan(input);
      try {
        property.accept(new Case(input, plans, apply(input.slots(), plans)));
      } catch (AssertionError broken) {
        throw new AssertionError("seed %d, case %d: %s".formatted(SEED, i, input), broken);
      }
    }
  }

  private static SlotInput input(SplittableRandom random) {
    List<RoutedService> services = new ArrayList<>();
    int next = 1;
    for (int s = random.nextInt(3); s > 0; s--) {
      List<RouteTask> tasks = new ArrayList<>();
      for (int t = random.nextInt(5); t > 0; t--) {
        tasks.add(task(next++, random));
      }
      services.add(Tasks.service("service" + s, Tasks.policy(100, 50), tasks));
    }
    List<Slot> slots = new ArrayList<>();
    int many = random.nextInt(10);
    for (int i = 1; i <= many; i++) {
      Slot.State state = Slot.State.values()[random.nextInt(3)];
      slots.add(
          random.nextInt(3) == 0 ? Tasks.empty(i) : Tasks.slot(i, 1 + random.nextInt(12), state));
    }
    Set<Endpoint> left = new HashSet<>();
    if (random.nextBoolean()) {
      left.add(Tasks.at(next + random.nextInt(2)));
    }
    return new SlotInput("lb", "web", services, slots, left, random.nextBoolean());
  }

  private static RouteTask task(int number, SplittableRandom random) {
    TaskState[] states = {
      TaskState.STARTING, TaskState.RUNNING, TaskState.RUNNING, TaskState.RUNNING, TaskState.FAILED
    };
    TaskState[] desired = {TaskState.RUNNING, TaskState.RUNNING, TaskState.SHUTDOWN};
    Health[] healths = {Tasks.PASSING, Tasks.PENDING, Tasks.FAILING, Tasks.UNREACHABLE};
    return Tasks.task(
        number,
        states[random.nextInt(states.length)],
        desired[random.nextInt(desired.length)],
        random.nextInt(5) > 0,
        healths[random.nextInt(healths.length)]);
  }
}
