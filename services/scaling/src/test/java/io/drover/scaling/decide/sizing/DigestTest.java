package io.drover.scaling.decide.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Percentiles are at most 5 % too high, never too low, whatever the amounts. */
class DigestTest {

  @ParameterizedTest
  @ValueSource(longs = {10, 1_000, 1_000_000, 1L << 40})
  void percentilesAreWithinTheirError(long scale) {
    Random random = new Random(scale);
    for (int round = 0; round < 50; round++) {
      long[] amounts = random.longs(1 + random.nextInt(300), 0, scale).toArray();
      Digest digest = Digest.NONE;
      for (long amount : amounts) {
        digest = digest.with(amount);
      }
      Arrays.sort(amounts);
      for (double share : new double[] {0.5, 0.95, 0.99, 1}) {
        long exact = amounts[(int) Math.ceil(share * amounts.length) - 1];
        assertThat(digest.percentile(share).orElseThrow())
            .isBetween(exact, (long) Math.ceil(exact * (1 + Digest.ERROR)) + 1);
      }
      assertThat(digest.peak()).hasValue(amounts[amounts.length - 1]);
      assertThat(digest.average())
          .hasValue((long) Math.ceil(Arrays.stream(amounts).average().orElseThrow()));
    }
  }

  @Test
  void partsMakeTheWhole() {
    Digest odd = Digest.NONE.with(1).with(3).with(5);
    Digest even = Digest.NONE.with(0).with(2).with(4);
    assertThat(odd.plus(even))
        .isEqualTo(Digest.NONE.with(0).with(1).with(2).with(3).with(4).with(5));
  }

  @Test
  void nothingHasNoNumbers() {
    assertThat(Digest.NONE.average()).isEmpty();
    assertThat(Digest.NONE.percentile(0.5)).isEmpty();
    assertThat(Digest.NONE.peak()).isEmpty();
  }
}
