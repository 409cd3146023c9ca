package io.drover.scaling.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.drover.core.policy.ResourceKind;
import io.drover.scaling.decide.vertical.Demand;
import io.drover.scaling.decide.vertical.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored of a usage is what it recommends by. */
class UsageJsonTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = START.plus(Duration.ofDays(4));

  private static Usage random(SplittableRandom random, Instant from) {
    Usage usage = new Usage();
    for (int minute = 0; minute < 2000; minute++) {
      Instant at = from.plus(Duration.ofMinutes(minute));
      String task = "t" + random.nextInt(3);
      usage.of(task).cpu(random.nextInt(1, 4000), at);
      usage.of(task).memory(random.nextLong(1L << 20, 4L << 30), at);
      if (random.nextInt(500) == 0) {
        usage.of(task).oomKill(1L << 30, at);
      }
    }
    return usage;
  }

  @Test
  void whatIsReadRecommendsTheSame() {
    SplittableRandom random = new SplittableRandom(20_260_101);
    for (int i = 0; i < 50; i++) {
      Usage usage = random(random, START);
      Usage read = UsageJson.read(UsageJson.write(usage.state()));
      Demand before = usage.demand(END);
      assertThat(read.demand(END).target()).isEqualTo(before.target());
      assertThat(read.demand(END).confidence()).isCloseTo(before.confidence(), within(1e-12));
      assertThat(read.demand(END).samples()).isEqualTo(before.samples());
      assertThat(read.state().tasks()).isEqualTo(usage.state().tasks());
      // Stored again it stays the same: nothing is lost bit by bit.
      assertThat(UsageJson.read(UsageJson.write(read.state())).demand(END))
          .isEqualTo(read.demand(END));
    }
  }

  @Test
  void twoThatAreMergedCountTogether() {
    SplittableRandom random = new SplittableRandom(7);
    Usage old = random(random, START.minus(Duration.ofDays(300)));
    Usage young = random(random, START);
    Demand alone = young.demand(END);
    long samples = alone.samples() + old.demand(END).samples();
    young.merge(UsageJson.read(UsageJson.write(old.state())));
    assertThat(young.demand(END).samples()).isEqualTo(samples);
    // 300 half lives later nothing is left of the old weights.
    assertThat(young.demand(END).target()).isEqualTo(alone.target());
    Usage twice = random(new SplittableRandom(3), START);
    twice.merge(random(new SplittableRandom(3), START));
    assertThat(twice.demand(END).target())
        .isEqualTo(random(new SplittableRandom(3), START).demand(END).target());
  }

  @Test
  void aPeakThatIsOpenIsNotCountedTwiceAfterwards() {
    Usage usage = new Usage();
    usage.of("t1").cpu(100, START);
    usage.of("t1").memory(1L << 30, START);
    Usage read = UsageJson.read(UsageJson.write(usage.state()));
    read.of("t1").memory(3L << 30, START.plusSeconds(60));
    // Were both there, the half of them would be at most 1 GiB.
    assertThat(read.demand(END).lower().of(ResourceKind.MEMORY).orElseThrow())
        .isGreaterThan(3L << 30);
  }

  @Test
  void nothingIsStoredAsNothing() {
    Usage read = UsageJson.read(UsageJson.write(new Usage().state()));
    assertThat(read.demand(END).samples()).isZero();
    assertThat(read.demand(END).target().isEmpty()).isTrue();
    assertThat(read.isForgottenAt(END)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "{}",
        "{\"version\": \"v2\"}",
        "{\"version\": \"v3\", \"cpu\": {\"total\": -1}}",
        "{\"version\": \"v3\", \"cpu\": {\"total\": 1, \"weights\": {\"9999\": 1}}}",
        "{\"version\": \"v3\", \"cpu\": {\"total\": 1, \"weights\": {\"x\": 1}}}",
        "{\"version\": \"v3\", \"cpu\": {\"total\": 1, \"reference\": \"soon\"}}"
      })
  void whatIsNoUsageIsRefused(String text) {
    assertThatThrownBy(() -> UsageJson.read(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
