package io.drover.placement.decide.limits;

import static io.drover.placement.decide.limits.Limiting.resources;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.core.decision.Action.ResizeService;
import io.drover.core.decision.Action.ResizeTask;
import io.drover.core.decision.Plan;
import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.quota.LimitRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What must never happen, over seeded random inputs. {@code -Ddrover.seed=N} repeats a run. */
class LimitsPropertyTest {
  private static final long SEED = Long.getLong("drover.seed", System.nanoTime());
  private static final int CASES = 3_000;

  private record Case(Limiting limiting, List<Task> tasks) {}

  private record Task(String id, Resources limits, Reading<Bytes> workingSet) {}

  private static Resources some(SplittableRandom random, boolean withPids) {
    return resources(
        random.nextInt(3) == 0 ? 0 : 50L * random.nextInt(1, 100),
        random.nextInt(3) == 0 ? 0 : 8L * random.nextInt(1, 60),
        withPids && random.nextBoolean() ? random.nextInt(1, 100) : 0);
  }

  private static Case any(SplittableRandom random) {
    Limiting limiting = Limiting.of();
    if (random.nextInt(3) > 0) {
      limiting.inStackFile(some(random, false), some(random, true));
    }
    if (random.nextInt(3) > 0) {
      limiting.label("drover.limits.pids", "" + random.nextInt(1, 100));
    }
    if (random.nextBoolean()) {
      limiting.label("drover.limits.memory", random.nextInt(6, 500) + "M");
    }
    if (random.nextInt(3) == 0) {
      limiting.range(
          some(random, true),
          some(random, false),
          random.nextBoolean() ? Resources.NONE : resources(100, 16, 0),
          random.nextBoolean() ? Resources.NONE : resources(4000, 256, 0));
    }
    if (random.nextInt(5) == 0) {
      limiting.label("drover.resize.mode", random.nextBoolean() ? "auto" : "recommend");
    }
    limiting.fewestCores(random.nextInt(1, 8));
    limiting.rollout(random.nextInt(5) == 0 ? Rollout.ROLLBACK_COMPLETED : Rollout.COMPLETED);
    limiting.spec(some(random, false), some(random, true));
    List<Task> tasks = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      tasks.add(
          new Task(
              "t" + i,
              some(random, true),
              random.nextInt(6) == 0
                  ? Reading.unknown("away")
                  : Reading.known(Bytes.ofMebibytes(random.nextInt(500)), Limiting.NOW)));
    }
    if (random.nextInt(4) == 0) {
      Allotment past = new Allotment(Resources.NONE, some(random, true));
      List<PastRepairs.Repair> repairs = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        repairs.add(
            new PastRepairs.Repair(
                Limiting.NOW.minus(Duration.ofMinutes(random.nextInt(90))), "", past));
      }
      limiting.past(new PastRepairs(repairs));
    }
    tasks.forEach(task -> limiting.task(task.id(), task.limits(), task.workingSet()));
    return new Case(limiting, tasks);
  }

  private static Allotment over(Allotment has, Allotment change) {
    Allotment all = has;
    for (Amount amount : Amount.values()) {
      OptionalLong units = amount.of(change);
      all = units.isPresent() ? amount.in(all, units.getAsLong()) : all;
    }
    return all;
  }

  @Test
  void oncePlansAreCarriedOutThereIsNothingLeftToDo() {
    SplittableRandom random = new SplittableRandom(SEED);
    int acted = 0;
    for (int i = 0; i < CASES; i++) {
      Case one = any(random);
      if (!(one.limiting().governance() instanceof Governance.Held)) {
        continue;
      }
      Plan plan = LimitsDecider.decide(one.limiting().input());
      List<Task> tasks = one.tasks();
      // The first plan may change the spec, the second the containers that its tasks left behind.
      for (int round = 0; round < 2; round++) {
        acted += plan.steps().size();
        tasks = carryOut(one.limiting(), plan, tasks);
        plan = LimitsDecider.decide(one.limiting().input());
      }
      assertThat(plan.steps()).as("seed %d case %d", SEED, i).isEmpty();
    }
    assertThat(acted).as("seed %d", SEED).isGreaterThan(CASES / 2);
  }

  private static List<Task> carryOut(Limiting limiting, Plan plan, List<Task> tasks) {
    List<Task> after = new ArrayList<>(tasks);
    for (Plan.Step step : plan.steps()) {
      switch (step.action()) {
        case ResizeService resize -> {
          limiting.spec(over(Allotment.of(limiting.service()), resize.to()));
          Resources limits = limiting.service().limits();
          after.replaceAll(task -> new Task(task.id(), limits, task.workingSet()));
        }
        case ResizeTask resize ->
            after.replaceAll(
                task ->
                    task.id().equals(resize.taskId())
                        ? new Task(
                            task.id(),
                            over(
                                    new Allotment(Resources.NONE, task.limits()),
                                    new Allotment(Resources.NONE, resize.to()))
                                .limits(),
                            task.workingSet())
                        : task);
        default -> throw new AssertionError(step.action().describe());
      }
    }
    limiting.withoutTasks();
    after.forEach(task -> limiting.task(task.id(), task.limits(), task.workingSet()));
    return after;
  }

  @Test
  void noMemoryLimitIsLoweredBelowWhatATaskNeeds() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < CASES; i++) {
      Case one = any(random);
      if (!(one.limiting().governance() instanceof Governance.Held)) {
        continue;
      }
      for (Plan.Step step : LimitsDecider.decide(one.limiting().input()).steps()) {
        for (Task task : one.tasks()) {
          Bytes limit =
              switch (step.action()) {
                case ResizeService resize -> resize.to().limits().memory().orElse(null);
                case ResizeTask resize when resize.taskId().equals(task.id()) ->
                    resize.to().memory().orElse(null);
                default -> null;
              };
          boolean raised =
              limit != null
                  && (step.action() instanceof ResizeService
                          ? one.limiting().service().limits()
                          : task.limits())
                      .memory()
                      .map(has -> has.compareTo(limit) <= 0)
                      .orElse(false);
          assertThat(
                  limit == null
                      || raised
                      || task.workingSet() instanceof Reading.Known<Bytes>(Bytes used, var at)
                          && used.compareTo(limit) <= 0)
              .as("seed %d case %d: %s", SEED, i, step.action().describe())
              .isTrue();
        }
      }
    }
  }

  @Test
  void noStepBreaksABoundOrReservesMoreThanTheLimitOrGoesBeyondCores() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < CASES; i++) {
      Case one = any(random);
      if (!(one.limiting().governance() instanceof Governance.Held)) {
        continue;
      }
      LimitsInput input = one.limiting().input();
      Allotment before = Allotment.of(input.service());
      for (Plan.Step step : LimitsDecider.decide(input).steps()) {
        assertThat(step.action().serviceId()).isEqualTo("s1");
        if (step.action() instanceof ResizeService resize) {
          Allotment after = over(before, resize.to());
          String what = "seed %d case %d: %s".formatted(SEED, i, resize.describe());
          assertThat(
                  LimitRules.violations(LimitRules.filled(before, input.ranges()), input.ranges()))
              .as(what)
              .containsAll(
                  LimitRules.violations(LimitRules.filled(after, input.ranges()), input.ranges()));
          resize
              .to()
              .limits()
              .cpu()
              .ifPresent(
                  cpu ->
                      assertThat(Reading.known(cpu, Limiting.NOW))
                          .as(what)
                          .satisfies(
                              reading ->
                                  assertThat(cpu)
                                      .isLessThanOrEqualTo(
                                          ((Reading.Known<io.drover.core.model.Cpu>)
                                                  input.fewestCores())
                                              .value())));
          for (Amount limit : List.of(Amount.CPU_LIMIT, Amount.MEMORY_LIMIT)) {
            Amount reservation =
                limit == Amount.CPU_LIMIT ? Amount.CPU_RESERVATION : Amount.MEMORY_RESERVATION;
            boolean touched =
                limit.of(resize.to()).isPresent() || reservation.of(resize.to()).isPresent();
            OptionalLong most = limit.of(after);
            OptionalLong least = reservation.of(after);
            assertThat(
                    touched
                        && most.isPresent()
                        && least.isPresent()
                        && least.getAsLong() > most.getAsLong())
                .as(what)
                .isFalse();
          }
        }
      }
    }
  }

  @Test
  void onlyWhatIsDocumentedIsEverSet() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < CASES; i++) {
      Case one = any(random);
      if (!(one.limiting().governance() instanceof Governance.Held(Documented documented, var o))) {
        continue;
      }
      for (Plan.Step step : LimitsDecider.decide(one.limiting().input()).steps()) {
        Allotment to = set(step.action());
        for (Amount amount : Amount.values()) {
          assertThat(amount.of(to).isEmpty() || documented.wanted().containsKey(amount))
              .as("seed %d case %d: %s", SEED, i, step.action().describe())
              .isTrue();
        }
      }
    }
  }

  private static Allotment set(Action action) {
    return switch (action) {
      case ResizeService resize -> resize.to();
      case ResizeTask resize -> new Allotment(Resources.NONE, resize.to());
      default -> throw new AssertionError(action.describe());
    };
  }
}
