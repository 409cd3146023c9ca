package io.drover.agent.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UsageTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Field NONE = Field.unknown("not in this test");

  /** A sample {@code millis} after the start. */
  static Sample sample(long millis, Field cpuNanos, Field periods, Field throttled) {
    return new Sample(
        new Moment(millis * 1_000_000, START.plusMillis(millis)),
        new Sample.CpuTime(cpuNanos, periods, throttled, NONE, new Field.Unlimited()),
        new Sample.Memory(NONE, NONE, NONE, NONE, NONE, NONE),
        new Sample.Pids(NONE, NONE),
        new Sample.Traffic(Field.known(millis), Field.known(2 * millis)),
        new Sample.Traffic(NONE, NONE));
  }

  private static Sample cpu(long millis, long nanos) {
    return sample(millis, Field.known(nanos), Field.known(0), Field.known(0));
  }

  @Test
  void oneSampleMakesNoRate() {
    Usage usage = Usage.over(List.of(cpu(0, 5)), Duration.ofSeconds(5));
    assertThat(usage.nanoCores()).isEqualTo(Field.unknown("only one sample so far"));
    assertThat(usage.covered()).isZero();
  }

  @Test
  void theRateIsWhatWasUsedInTheWindow() {
    // 0.2 s used before the window, then a quarter of a core for five seconds
    List<Sample> samples = new ArrayList<>(List.of(cpu(0, 0)));
    for (int second = 1; second <= 6; second++) {
      samples.add(cpu(second * 1000L, 200_000_000L + (second - 1) * 250_000_000L));
    }
    Usage usage = Usage.over(samples, Duration.ofSeconds(5));
    assertThat(usage.nanoCores()).isEqualTo(Field.known(250_000_000));
    assertThat(usage.covered()).isEqualTo(Duration.ofSeconds(5));
    assertThat(usage.blockIn()).isEqualTo(Field.known(1000));
    assertThat(usage.blockOut()).isEqualTo(Field.known(2000));
  }

  private static Sample memory(long millis, Field used) {
    Sample sample = cpu(millis, 0);
    return new Sample(
        sample.at(),
        sample.cpu(),
        new Sample.Memory(used, Field.known(100), NONE, NONE, NONE, NONE),
        sample.pids(),
        sample.block(),
        sample.net());
  }

  @Test
  void thePeakIsTheLargestWorkingSetOfTheWindow() {
    List<Sample> samples =
        List.of(
            memory(0, Field.known(9000)),
            memory(1000, Field.known(500)),
            memory(2000, Field.known(700)),
            memory(3000, NONE),
            memory(4000, Field.known(600)));
    assertThat(Usage.over(samples, Duration.ofSeconds(3)).workingSetPeak())
        .isEqualTo(Field.known(600));
    assertThat(Usage.over(samples, Duration.ofSeconds(9)).workingSetPeak())
        .isEqualTo(Field.known(8900));
    assertThat(Usage.over(samples.subList(0, 1), Duration.ofSeconds(9)).workingSetPeak())
        .isEqualTo(Field.known(8900));
    assertThat(Usage.over(List.of(cpu(0, 0), cpu(1000, 0)), Duration.ofSeconds(9)).workingSetPeak())
        .isEqualTo(NONE);
  }

  @Test
  void theLengthIsTheMonotonicClocksWhateverTheWallClockSays() {
    Sample first = cpu(0, 0);
    Sample last = cpu(2000, 1_000_000_000);
    Sample moved =
        new Sample(
            new Moment(last.at().monotonicNanos(), START.minus(Duration.ofHours(1))),
            last.cpu(),
            last.memory(),
            last.pids(),
            last.block(),
            last.net());
    assertThat(Usage.over(List.of(first, moved), Duration.ofSeconds(2)).nanoCores())
        .isEqualTo(Field.known(500_000_000));
  }

  @Test
  void aJitteringSamplerTakesTheNearestSample() {
    Usage usage =
        Usage.over(
            List.of(cpu(0, 0), cpu(900, 0), cpu(2100, 0), cpu(3010, 0)), Duration.ofSeconds(2));
    assertThat(usage.covered()).isEqualTo(Duration.ofMillis(2110));
  }

  @Test
  void aCounterThatWentBackIsUnknownAndNotZero() {
    Usage usage = Usage.over(List.of(cpu(0, 500), cpu(1000, 400)), Duration.ofSeconds(5));
    assertThat(usage.nanoCores()).isEqualTo(Field.unknown("the counter was reset"));
  }

  @Test
  void aFailedReadingIsUnknownWithItsReason() {
    Field broken = Field.unknown("cpu.stat: No such device");
    assertThat(
            Usage.over(
                    List.of(cpu(0, 1), sample(1000, broken, broken, broken)), Duration.ofSeconds(5))
                .nanoCores())
        .isEqualTo(broken);
    assertThat(
            Usage.over(
                    List.of(sample(0, broken, broken, broken), cpu(1000, 1)), Duration.ofSeconds(5))
                .nanoCores())
        .isEqualTo(broken);
  }

  @Test
  void throttlingIsAPartOfThePeriods() {
    Usage usage =
        Usage.over(
            List.of(
                sample(0, Field.known(0), Field.known(100), Field.known(10)),
                sample(1000, Field.known(0), Field.known(110), Field.known(13))),
            Duration.ofSeconds(5));
    assertThat(usage.throttledPermille()).isEqualTo(Field.known(300));
    assertThat(
            Usage.over(List.of(cpu(0, 0), cpu(1000, 0)), Duration.ofSeconds(1)).throttledPermille())
        .isEqualTo(Field.known(0));
  }

  /** Whatever the sampler's rhythm and gaps, a steady load reads as what it is. */
  @Test
  void aSteadyLoadReadsSteadyForEveryRhythm() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      long nanosPerMilli = random.nextInt(4_000_000);
      List<Sample> samples = new ArrayList<>();
      long at = 0;
      int count = 2 + random.nextInt(60);
      for (int i = 0; i < count; i++) {
        samples.add(cpu(at, at * nanosPerMilli));
        at += 1 + random.nextInt(3000);
      }
      Usage usage = Usage.over(samples, Duration.ofSeconds(1 + random.nextInt(60)));
      assertThat(usage.nanoCores())
          .as("seed %d", seed)
          .isEqualTo(Field.known(nanosPerMilli * 1000));
      assertThat(usage.covered()).as("seed %d", seed).isPositive();
    }
  }

  @Test
  void theWorkingSetIsNeverNegativeAndNeverGuessed() {
    Sample.Memory less =
        new Sample.Memory(Field.known(100), Field.known(150), NONE, NONE, NONE, NONE);
    assertThat(less.workingSet()).isEqualTo(Field.known(0));
    Sample.Memory half = new Sample.Memory(Field.known(100), NONE, NONE, NONE, NONE, NONE);
    assertThat(half.workingSet()).isEqualTo(NONE);
  }
}
