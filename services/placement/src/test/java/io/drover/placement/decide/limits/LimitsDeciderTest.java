package io.drover.placement.decide.limits;

import static io.drover.placement.decide.limits.Limiting.NOW;
import static io.drover.placement.decide.limits.Limiting.resources;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action.ResizeService;
import io.drover.core.decision.Action.ResizeTask;
import io.drover.core.decision.Plan;
import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is done about limits that are not as documented. */
class LimitsDeciderTest {
  private static final Resources REDIS = resources(500, 320, 50);
  private static final Resources RESERVED = resources(100, 128, 0);

  private static Limiting redis() {
    return Limiting.of().inStackFile(RESERVED, REDIS);
  }

  private static Plan decide(Limiting limiting) {
    return LimitsDecider.decide(limiting.input());
  }

  private static List<String> reasons(Plan plan) {
    return plan.reasons().stream().map(reason -> reason.code()).toList();
  }

  private static List<String> held(Plan plan) {
    return plan.held().stream().map(held -> held.by().code()).toList();
  }

  private static Allotment to(Plan plan) {
    return ((ResizeService) plan.steps().getFirst().action()).to();
  }

  @Test
  void nothingIsDoneWhereAllIsAsDocumented() {
    Plan plan = decide(redis().spec(RESERVED, REDIS).task("a", REDIS, 100).task("b", REDIS, 100));
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.held()).isEmpty();
    assertThat(plan.reasons())
        .singleElement()
        .hasToString(
            "AsDocumented: 5 amounts are as documented, in the service and in its 2 running tasks");
  }

  @Test
  void aPidsLimitThatWasTakenAwayComesBackAndNothingElseIsSet() {
    Resources without = resources(500, 320, 0);
    Plan plan = decide(redis().spec(RESERVED, without).task("a", without, 100));
    assertThat(plan.steps())
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.reasons())
                    .singleElement()
                    .hasToString(
                        "SpecDrift: the service says something else than is documented: limits.pids"
                            + " is none in place of 50"));
    assertThat(to(plan)).isEqualTo(new Allotment(Resources.NONE, resources(0, 0, 50)));
  }

  @Test
  void allFiveAmountsAreMended() {
    Plan plan = decide(redis().spec(resources(200, 64, 0), resources(1000, 256, 10)));
    assertThat(to(plan)).isEqualTo(new Allotment(RESERVED, REDIS));
  }

  @Test
  void aContainerThatWasChangedByHandIsChangedBackWhileItRuns() {
    Plan plan =
        decide(
            redis()
                .spec(RESERVED, REDIS)
                .task("a", REDIS, 100)
                .task("b", resources(500, 1024, 0), 100));
    assertThat(plan.steps())
        .singleElement()
        .extracting(Plan.Step::action)
        .isEqualTo(new ResizeTask("s1", "shop_web", "b", resources(0, 320, 50)));
  }

  @Test
  void aContainerIsNotTouchedWhileItsServiceIsAboutToChange() {
    Plan plan =
        decide(redis().spec(RESERVED, resources(500, 320, 60)).task("a", resources(1, 1, 1), 1));
    assertThat(plan.steps()).hasSize(1);
    assertThat(to(plan).limits()).isEqualTo(resources(0, 0, 50));
  }

  @Test
  void whatAKernelRoundsIsNoDrift() {
    Resources odd =
        Resources.NONE.withCpu(Cpu.ofNanos(333_333_333)).withMemory(Bytes.of(100_000_001));
    Resources kernels =
        Resources.NONE.withCpu(Cpu.ofNanos(333_330_000)).withMemory(Bytes.of(99_999_744));
    Plan plan =
        decide(
            Limiting.of()
                .inStackFile(Resources.NONE, odd)
                .spec(Resources.NONE, odd)
                .task("a", kernels, 10));
    assertThat(plan.steps()).isEmpty();
    assertThat(reasons(plan)).containsExactly("AsDocumented");
  }

  @Test
  void aMemoryLimitNeverComesBelowWhatATaskNeedsAndTheRestIsMended() {
    Plan plan =
        decide(
            redis()
                .spec(RESERVED, resources(500, 1024, 0))
                .task("a", resources(500, 1024, 0), 300)
                .task("b", resources(500, 1024, 0), 321));
    assertThat(to(plan).limits()).isEqualTo(resources(0, 0, 50));
    assertThat(plan.held())
        .singleElement()
        .satisfies(
            held ->
                assertThat(held.by())
                    .hasToString(
                        "BelowWorkingSet: a task on node-b needs 321Mi at this moment, more than"
                            + " the limit of 320Mi"));
  }

  @Test
  void aMemoryLimitIsNotLoweredWhileNobodyKnowsWhatATaskNeeds() {
    Resources more = resources(500, 1024, 50);
    Plan plan = decide(redis().spec(RESERVED, more).task("a", more, Reading.unknown("agent away")));
    assertThat(plan.steps()).isEmpty();
    assertThat(held(plan)).containsExactly("WorkingSetUnknown");
    assertThat(reasons(plan)).containsExactly("Drift");
    // Raising one does nobody harm.
    Resources less = resources(500, 256, 50);
    assertThat(decide(redis().spec(RESERVED, less).silent("a")).steps()).hasSize(1);
  }

  @Test
  void aSilentAgentIsNoDriftAndIsTold() {
    Plan plan = decide(redis().spec(RESERVED, REDIS).task("a", REDIS, 100).silent("b"));
    assertThat(plan.steps()).isEmpty();
    assertThat(reasons(plan)).containsExactly("AsDocumented", "NotMeasured");
    assertThat(plan.reasons().getLast().text())
        .isEqualTo(
            "what its containers are held to is not all known: limits.cpu of the task on node-b:"
                + " the agent is away");
  }

  @Test
  void aCpuLimitAboveANodesCoresIsLoweredToThemAndThenLeftAlone() {
    Limiting limiting =
        Limiting.of()
            .inStackFile(Resources.NONE, resources(4000, 0, 0))
            .spec(Resources.NONE, resources(1000, 0, 0))
            .fewestCores(2);
    Plan plan = decide(limiting);
    assertThat(to(plan).limits()).isEqualTo(resources(2000, 0, 0));
    assertThat(reasons(plan)).containsExactly("SpecDrift", "LimitedByCores");
    Plan next = decide(limiting.spec(Resources.NONE, resources(2000, 0, 0)));
    assertThat(next.steps()).isEmpty();
    assertThat(reasons(next)).containsExactly("Drift", "LimitedByCores");
  }

  @Test
  void aReservationNeverComesAboveTheLimit() {
    Plan plan =
        decide(
            Limiting.of()
                .label("drover.limits.memory", "64M")
                .spec(resources(0, 128, 0), resources(0, 256, 0)));
    assertThat(plan.steps()).isEmpty();
    assertThat(held(plan)).containsExactly("ReservationAboveLimit");
  }

  @Test
  void nothingIsSetThatALimitRangeForbids() {
    Plan plan =
        decide(
            redis()
                .range(Resources.NONE, Resources.NONE, Resources.NONE, resources(0, 256, 0))
                .spec(RESERVED, resources(500, 200, 0)));
    assertThat(to(plan).limits()).isEqualTo(resources(0, 0, 50));
    assertThat(held(plan)).containsExactly("BreaksLimitRange");
    assertThat(reasons(plan)).contains("LimitRangeMax");
  }

  @Test
  void theDefaultsOfALimitRangeAreGivenOnceAndAreNoDriftThen() {
    Limiting limiting =
        Limiting.of()
            .range(
                resources(1000, 2048, 0), resources(500, 1024, 0), Resources.NONE, Resources.NONE);
    Plan plan = decide(limiting);
    assertThat(to(plan))
        .isEqualTo(new Allotment(resources(500, 1024, 0), resources(1000, 2048, 0)));
    Plan next = decide(limiting.spec(to(plan)));
    assertThat(next.steps()).isEmpty();
    assertThat(reasons(next)).containsExactly("AsDocumented");
  }

  @Test
  void whatIsUndoneAgainAndAgainIsGivenUpForAWhile() {
    Allotment set = new Allotment(Resources.NONE, resources(0, 0, 50));
    PastRepairs thrice =
        new PastRepairs(
            IntStream.of(50, 30, 10)
                .mapToObj(
                    minutes ->
                        new PastRepairs.Repair(NOW.minus(Duration.ofMinutes(minutes)), "", set))
                .toList());
    Limiting limiting = redis().spec(RESERVED, resources(500, 320, 0));
    Plan plan = decide(limiting.past(thrice));
    assertThat(plan.steps()).isEmpty();
    assertThat(held(plan)).containsExactly("KeepsComingBack");
    PastRepairs twice = new PastRepairs(thrice.repairs().subList(1, 3));
    assertThat(decide(limiting.past(twice)).steps()).hasSize(1);
    // Another value is another matter.
    assertThat(decide(limiting.past(thrice).label("drover.limits.pids", "60")).steps()).hasSize(1);
  }

  /** Else one sample that comes late would be taken for somebody who undoes it. */
  @Test
  void aContainerIsNotSetAgainBeforeItWasMeasuredAnew() {
    Allotment set = new Allotment(Resources.NONE, resources(0, 0, 50));
    Limiting limiting =
        redis().spec(RESERVED, resources(500, 320, 50)).task("a", resources(500, 320, 9), 100);
    assertThat(decide(limiting).steps()).hasSize(1);
    limiting.past(repaired("a", Duration.ofSeconds(10), set));
    assertThat(decide(limiting).steps()).isEmpty();
    assertThat(held(decide(limiting))).containsExactly("NotSeenYet");
    limiting.past(repaired("a", Duration.ofSeconds(11), set));
    assertThat(decide(limiting).steps()).hasSize(1);
    // Of another task, and of another value, nothing is to be seen.
    limiting.past(repaired("b", Duration.ZERO, set));
    assertThat(decide(limiting).steps()).hasSize(1);
    Allotment other = new Allotment(Resources.NONE, resources(0, 0, 40));
    limiting.past(repaired("a", Duration.ZERO, other));
    assertThat(decide(limiting).steps()).hasSize(1);
  }

  private static PastRepairs repaired(String taskId, Duration ago, Allotment set) {
    return new PastRepairs(List.of(new PastRepairs.Repair(NOW.minus(ago), taskId, set)));
  }

  @Test
  void whatSwarmRolledBackIsNotTriedAgainForADay() {
    Limiting limiting =
        redis().spec(RESERVED, resources(500, 320, 0)).rollout(Rollout.ROLLBACK_COMPLETED);
    assertThat(decide(limiting).steps()).hasSize(1);
    Allotment set = new Allotment(Resources.NONE, resources(0, 0, 50));
    limiting.past(
        new PastRepairs(List.of(new PastRepairs.Repair(NOW.minus(Duration.ofHours(23)), "", set))));
    assertThat(held(decide(limiting))).containsExactly("RolledBack");
    limiting.past(
        new PastRepairs(List.of(new PastRepairs.Repair(NOW.minus(Duration.ofHours(25)), "", set))));
    assertThat(decide(limiting).steps()).hasSize(1);
  }

  @Test
  void whatIsSizedElsewhereIsNotTouchedNorInItsContainers() {
    Plan plan =
        decide(
            redis()
                .label("drover.resize.mode", "in-place")
                .label("drover.resize.window", "0 2 * * SUN for 3h")
                .spec(resources(700, 700, 0), resources(800, 800, 50))
                .task("a", resources(900, 900, 0), 100));
    assertThat(plan.steps())
        .singleElement()
        .extracting(Plan.Step::action)
        .isEqualTo(new ResizeTask("s1", "shop_web", "a", resources(0, 0, 50)));
  }
}
