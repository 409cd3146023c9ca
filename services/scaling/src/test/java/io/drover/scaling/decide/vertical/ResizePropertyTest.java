package io.drover.scaling.decide.vertical;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action.ResizeService;
import io.drover.core.decision.Plan;
import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.policy.ResizePolicy.Mode;
import io.drover.core.policy.ResizePolicy.Values;
import io.drover.core.policy.ResourceKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What must never happen, over seeded random inputs. {@code -Ddrover.seed=N} repeats a run. */
class ResizePropertyTest {
  private static final long SEED = Long.getLong("drover.seed", System.nanoTime());
  private static final int CASES = 20_000;
  private static final Mode[] MODES = Mode.values();

  private static Sizing any(SplittableRandom random) {
    Sizing sizing =
        Sizing.of()
            .mode(MODES[random.nextInt(MODES.length)])
            .given(
                Sizing.allotment(
                    random.nextInt(0, 3000),
                    random.nextInt(0, 4096),
                    random.nextBoolean() ? 0 : random.nextInt(3000, 6000),
                    random.nextBoolean() ? 0 : random.nextInt(4096, 9000)))
            .demanding(demand(random))
            .tasks(random.nextInt(4))
            .runningFor(Duration.ofHours(random.nextInt(48)));
    if (random.nextBoolean()) {
      sizing.requestsOnly();
    }
    if (random.nextBoolean()) {
      int least = random.nextInt(1, 2000);
      sizing.within(
          Sizing.resources(least, least),
          Sizing.resources(least + 500, least + random.nextInt(3000)));
    }
    if (random.nextInt(4) == 0) {
      sizing.scaledOutBy(random.nextBoolean() ? ResourceKind.CPU : ResourceKind.MEMORY);
    }
    sizing.workingSet(
        random.nextInt(5) == 0
            ? Reading.unknown("agent away")
            : Reading.known(Bytes.ofMebibytes(random.nextInt(6000)), Sizing.NOW));
    return switch (random.nextInt(4)) {
      case 0 -> sizing.heap(new JvmHeap.AtMost(Bytes.ofMebibytes(random.nextInt(1, 6000))));
      case 1 -> sizing.heap(new JvmHeap.Unknown("no answer"));
      default -> sizing;
    };
  }

  private static Demand demand(SplittableRandom random) {
    Amounts[] sorted = new Amounts[3];
    long cpu = random.nextInt(3000);
    long memory = random.nextInt(5000);
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] =
          new Amounts(
              random.nextInt(50) == 0
                  ? Map.of(ResourceKind.CPU, cpu)
                  : Map.of(ResourceKind.CPU, cpu, ResourceKind.MEMORY, memory << 20));
      cpu += random.nextInt(300);
      memory += random.nextInt(300);
    }
    return new Demand(
        sorted[0],
        sorted[1],
        sorted[2],
        random.nextDouble(0.001, 8),
        Duration.ofHours(random.nextInt(200)),
        random.nextInt(1, 10_000));
  }

  private static Optional<Allotment> change(Plan plan) {
    return plan.steps().stream()
        .filter(step -> step.action() instanceof ResizeService)
        .map(step -> ((ResizeService) step.action()).to())
        .findFirst();
  }

  @Test
  void nothingIsEverMadeSmallerThanIsNeeded() {
    SplittableRandom random = new SplittableRandom(SEED);
    int shrunk = 0;
    for (int i = 0; i < CASES; i++) {
      ResizeInput in = any(random).input();
      Optional<Allotment> to = change(ResizeDecider.decide(in).plan());
      if (to.isPresent()) {
        String what = "seed %d, case %d: %s -> %s".formatted(SEED, i, in, to.get());
        shrunk += checkMemory(what, in, to.get()) ? 1 : 0;
        checkBounds(what, in, to.get());
        checkPolicy(what, in, to.get());
      }
    }
    assertThat(shrunk).as("memory was made smaller now and then").isPositive();
  }

  private static boolean checkMemory(String what, ResizeInput in, Allotment to) {
    Optional<Bytes> reserved = in.service().reservations().memory();
    Optional<Bytes> limit = in.service().limits().memory();
    boolean shrinks =
        less(to.reservations().memory(), reserved) || less(to.limits().memory(), limit);
    for (RunningTask task : in.tasks()) {
      switch (task.workingSet()) {
        case Reading.Known<Bytes>(Bytes used, var at) -> {
          to.reservations()
              .memory()
              .filter(memory -> limit.map(most -> memory.compareTo(most) < 0).orElse(true))
              .ifPresent(memory -> assertThat(memory).as(what).isGreaterThanOrEqualTo(used));
          to.limits()
              .memory()
              .ifPresent(memory -> assertThat(memory).as(what).isGreaterThanOrEqualTo(used));
        }
        case Reading.Unknown<Bytes> unknown -> assertThat(shrinks).as(what).isFalse();
      }
    }
    switch (in.heap()) {
      case JvmHeap.AtMost heap -> {
        to.limits()
            .memory()
            .ifPresent(memory -> assertThat(memory).as(what).isGreaterThanOrEqualTo(heap.needed()));
        if (less(to.reservations().memory(), reserved)) {
          assertThat(to.reservations().memory().get())
              .as(what)
              .isGreaterThanOrEqualTo(heap.needed());
        }
      }
      case JvmHeap.Unknown unknown -> assertThat(shrinks).as(what).isFalse();
      case JvmHeap.Unbounded none -> {}
    }
    return shrinks;
  }

  private static void checkBounds(String what, ResizeInput in, Allotment to) {
    Resources min = in.policy().min();
    Resources max = in.policy().max();
    boolean fixedLimit = in.policy().values() == Values.REQUESTS;
    to.reservations()
        .cpu()
        .ifPresent(
            cpu -> {
              max.cpu().ifPresent(most -> assertThat(cpu).as(what).isLessThanOrEqualTo(most));
              Optional<Cpu> limit = fixedLimit ? in.service().limits().cpu() : Optional.empty();
              min.cpu()
                  .filter(least -> limit.map(most -> least.compareTo(most) <= 0).orElse(true))
                  .ifPresent(least -> assertThat(cpu).as(what).isGreaterThanOrEqualTo(least));
              to.limits().cpu().ifPresent(l -> assertThat(cpu).as(what).isLessThanOrEqualTo(l));
            });
    to.reservations()
        .memory()
        .ifPresent(
            memory -> {
              max.memory().ifPresent(most -> assertThat(memory).as(what).isLessThanOrEqualTo(most));
              Optional<Bytes> limit =
                  fixedLimit ? in.service().limits().memory() : Optional.empty();
              min.memory()
                  .filter(least -> limit.map(most -> least.compareTo(most) <= 0).orElse(true))
                  .ifPresent(least -> assertThat(memory).as(what).isGreaterThanOrEqualTo(least));
              to.limits()
                  .memory()
                  .ifPresent(l -> assertThat(memory).as(what).isLessThanOrEqualTo(l));
            });
  }

  private static void checkPolicy(String what, ResizeInput in, Allotment to) {
    assertThat(in.policy().mode()).as(what).isNotIn(Mode.OFF, Mode.RECOMMEND);
    if (in.scaledOut().contains(ResourceKind.CPU)) {
      assertThat(to.reservations().cpu()).as(what).isEmpty();
    }
    if (in.scaledOut().contains(ResourceKind.MEMORY)) {
      assertThat(to.reservations().memory()).as(what).isEmpty();
    }
    if (in.policy().values() == Values.REQUESTS) {
      assertThat(to.limits()).as(what).isEqualTo(Resources.NONE);
    }
    if (in.service().limits().memory().isEmpty()) {
      assertThat(to.limits().memory()).as(what).isEmpty();
    }
  }

  private static boolean less(Optional<Bytes> to, Optional<Bytes> from) {
    return to.isPresent() && from.isPresent() && to.get().compareTo(from.get()) < 0;
  }

  @Test
  void whatWasAppliedIsNotAppliedAgain() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < CASES; i++) {
      Sizing sizing = any(random);
      ResizeInput in = sizing.input();
      Optional<Allotment> to = change(ResizeDecider.decide(in).plan());
      if (to.isEmpty() || in.policy().values() == Values.REQUESTS) {
        continue;
      }
      Allotment after =
          new Allotment(
              over(in.service().reservations(), to.get().reservations()),
              over(in.service().limits(), to.get().limits()));
      Plan again =
          ResizeDecider.decide(sizing.given(after).runningFor(Duration.ZERO).input()).plan();
      assertThat(change(again)).as("seed %d, case %d: %s", SEED, i, in).isEmpty();
      List<String> codes = again.reasons().stream().map(reason -> reason.code()).toList();
      assertThat(codes).isNotEmpty();
    }
  }

  private static Resources over(Resources now, Resources to) {
    Resources both = now;
    if (to.cpu().isPresent()) {
      both = both.withCpu(to.cpu().get());
    }
    return to.memory().isPresent() ? both.withMemory(to.memory().get()) : both;
  }
}
