package io.drover.scaling.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Reading;
import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.HorizontalSpec.Select;
import io.drover.core.policy.HorizontalSpec.Source;
import io.drover.core.policy.HorizontalSpec.Target;
import io.drover.scaling.decide.TaskFacts.Phase;
import io.drover.scaling.decide.TaskFacts.TaskMetric;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What must never happen, whatever the facts; the seed is in the message of a failure. */
class SafetyPropertiesTest {
  private static final int CASES = 5_000;

  private static Given random(SplittableRandom random) {
    int min = random.nextInt(1, 5);
    int max = min + random.nextInt(0, 20);
    Given given = Given.replicas(random.nextInt(0, 30)).bounds(min, max);
    given.cpuTarget(random.nextInt(1, 150));
    if (random.nextBoolean()) {
      given.metric(Source.EXTERNAL, "queue", new Target.AverageValue(random.nextLong(1, 50_000)));
      if (random.nextBoolean()) {
        given.total("queue", random.nextLong(0, 1_000_000));
      } else {
        given.failing("queue", "no answer");
      }
    }
    if (random.nextBoolean()) {
      given.behavior(direction(random), direction(random));
    }
    for (int i = random.nextInt(0, 12); i > 0; i--) {
      given.task(task(random));
    }
    for (int i = random.nextInt(0, 6); i > 0; i--) {
      given.recommended(random.nextInt(0, 40), random.nextLong(0, 700));
      given.scaledUp(random.nextInt(0, 5), random.nextLong(0, 200));
      given.scaledDown(random.nextInt(0, 5), random.nextLong(0, 200));
    }
    return given;
  }

  private static HorizontalSpec.Direction direction(SplittableRandom random) {
    return Given.direction(
        random.nextLong(0, 600),
        Select.values()[random.nextInt(3)],
        Given.pods(random.nextInt(1, 6), random.nextLong(1, 300)),
        Given.percent(random.nextInt(1, 200), random.nextLong(1, 300)));
  }

  private static TaskFacts task(SplittableRandom random) {
    Instant started = Given.NOW.minusSeconds(random.nextLong(0, 600));
    Reading<Long> value =
        random.nextInt(4) == 0
            ? Reading.unknown("silent")
            : Reading.known(
                random.nextLong(0, 3000), Given.NOW.minusSeconds(random.nextLong(0, 60)));
    return new TaskFacts(
        "t",
        Phase.values()[random.nextInt(4)],
        random.nextInt(8) == 0,
        random.nextInt(4) > 0,
        new TaskFacts.Lifecycle.Known(started, started.plusSeconds(random.nextLong(0, 60))),
        Map.of("cpu", new TaskMetric(value, Reading.known(1000L, Given.NOW), Given.MINUTE)));
  }

  @Test
  void theCountStaysWithinItsBoundsOrWhereItIs() {
    forAll(
        given -> {
          HorizontalInput in = given.input();
          int desired = HorizontalAutoscaler.evaluate(in).desired();
          if (desired != in.current()) {
            assertThat(desired).isBetween(in.spec().min(), in.spec().max());
          }
        });
  }

  @Test
  void theSameFactsGiveTheSameResult() {
    forAll(given -> assertThat(given.decided()).isEqualTo(given.decided()));
  }

  @Test
  void withoutAnySampleNothingShrinks() {
    forAll(
        given -> {
          HorizontalInput in = given.input();
          HorizontalInput blind = blinded(in);
          HorizontalResult result = HorizontalAutoscaler.evaluate(blind);
          if (in.current() >= in.spec().min() && in.current() <= in.spec().max()) {
            assertThat(result.desired()).isEqualTo(in.current());
            assertThat(result.error()).isPresent();
          }
        });
  }

  @Test
  void aFailedPassRemembersNothing() {
    forAll(
        given -> {
          HorizontalInput in = given.input();
          HorizontalResult result = HorizontalAutoscaler.evaluate(in);
          if (result.recommended().isEmpty()) {
            assertThat(result.history()).isEqualTo(in.history());
            assertThat(result.scaled()).isFalse();
          }
        });
  }

  private static HorizontalInput blinded(HorizontalInput in) {
    return new HorizontalInput(
        in.now(),
        in.spec(),
        in.settings(),
        in.current(),
        in.observed(),
        in.wanted(),
        in.tasks().stream()
            .map(
                t ->
                    new TaskFacts(
                        t.id(), t.phase(), t.deleting(), t.ready(), t.lifecycle(), Map.of()))
            .toList(),
        Map.of(),
        in.history());
  }

  private static void forAll(Consumer<Given> check) {
    long seed = Long.getLong("drover.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < CASES; i++) {
      Given given = random(random.split());
      try {
        check.accept(given);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "case %d of -Ddrover.seed=%d: %s".formatted(i, seed, given.input()), e);
      }
    }
  }
}
